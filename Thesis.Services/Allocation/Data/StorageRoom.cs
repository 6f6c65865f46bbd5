namespace Thesis.Services.Allocation.Data;

/// <summary>What an NGO can still take on a day of the storage classes that it limits: the limit less what is on its way or
/// has arrived, as with its capacity as a whole.</summary>
internal static class StorageRoom
{
    /// <summary>An expression for the grams left by class, in the order of <c>limited_classes</c>; <c>n</c> is the NGO's row.</summary>
    /// <param name="day">The parameter that holds the day, e.g. <c>@day</c>.</param>
    public static string Sql(string day) => $"""
        array(
            select greatest(0, l.grams - coalesce((
                select sum(a.grams - a.released_grams) from allocation.allocations a
                join allocation.donations f on f.id = a.donation_id
                where a.ngo_id = n.id and a.day = {day} and f.storage_class = l.class), 0))::bigint
            from unnest(n.limited_classes, n.limited_grams) with ordinality as l (class, grams, place) order by l.place)
        """;
}
