using Npgsql;
using NpgsqlTypes;
using Thesis.Services.Donations.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Donations.Data;

/// <summary>
/// The deliveries that figures are made of: one source for impact, receipts and reports, so that all say the same. A delivery belongs
/// to the day of its region's time zone; its value is rounded to cents before it is added up.
/// </summary>
internal static class DeliveredFood
{
    /// <summary>The day of the lot <c>l</c> in the time zone of its region <c>r</c>.</summary>
    public const string Day = "(l.delivered_at at time zone coalesce(r.time_zone, 'UTC'))::date";

    /// <summary>The value of the lot <c>l</c> in the currency of its region; null where no price is stated.</summary>
    public const string Value = "round(l.delivered_grams / 1000.0 * price.per_kg, 2)";

    /// <summary>Lots <c>l</c> that arrived between <c>@from</c> and <c>@until</c>, with donation <c>d</c>, donor <c>o</c>, NGO <c>n</c>, region <c>r</c> and price.</summary>
    public const string Source = $"""
        donations.lot l
            join donations.donation d on d.id = l.donation_id
            join donations.donor o on o.id = d.donor_id
            left join donations.ngo n on n.id = l.ngo_id
            left join donations.region r on r.region = d.region
            left join unnest(@currencies, @foodTypes, @prices) as price (currency, food_type, per_kg)
                on price.currency = r.currency and price.food_type = d.food_type
        where l.delivered_grams > 0
            and l.delivered_at >= @from::timestamp at time zone 'UTC' - interval '1 day'
            and l.delivered_at < @until::timestamp at time zone 'UTC' + interval '2 days'
            and {Day} between @from and @until
        """;

    /// <summary>Binds what <see cref="Source"/> asks for.</summary>
    public static void Bind(NpgsqlCommand select, DateOnly from, DateOnly until, IReadOnlyDictionary<string, FoodValueOptions> values)
    {
        var prices = values.SelectMany(value => FoodTypes.All, (value, foodType) => (Currency: value.Key, FoodType: foodType, PerKg: value.Value.Of(foodType))).ToArray();
        select.Parameters.AddWithValue("from", NpgsqlDbType.Date, from);
        select.Parameters.AddWithValue("until", NpgsqlDbType.Date, until);
        select.Parameters.AddWithValue("currencies", prices.Select(price => price.Currency).ToArray());
        select.Parameters.AddWithValue("foodTypes", prices.Select(price => price.FoodType).ToArray());
        select.Parameters.AddWithValue("prices", prices.Select(price => price.PerKg).ToArray());
    }
}
