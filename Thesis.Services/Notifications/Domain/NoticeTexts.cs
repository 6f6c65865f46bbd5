using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Thesis.Contracts.Orders.V1;

namespace Thesis.Services.Notifications.Domain;

/// <summary>A text in a language, with {values} to fill in.</summary>
public sealed record NoticeText(string Title, string Body);

/// <summary>What people are told, in their language, units and time zone. The texts are in <c>Texts</c>, a file a language.</summary>
public static class NoticeTexts
{
    private const decimal PoundsPerKilogram = 2.20462m;
    private const string Fallback = "en";
    private static readonly FrozenDictionary<string, FrozenDictionary<string, NoticeText>> s_byLanguage = Read();

    /// <summary>The languages that there are.</summary>
    public static IReadOnlyCollection<string> Languages => s_byLanguage.Keys;

    /// <summary>The texts of a language by name, to compare languages by.</summary>
    public static IReadOnlyDictionary<string, NoticeText> Of(string language) => s_byLanguage[language];

    /// <summary>Fills in a text for a person.</summary>
    public static NoticeText Write(string text, OrderSnapshot order, Person person, string regionZone)
    {
        var language = person.Language.Split('-')[0];
        var texts = s_byLanguage.GetValueOrDefault(language) ?? s_byLanguage[Fallback];
        var culture = CultureInfo.GetCultureInfo(s_byLanguage.ContainsKey(language) ? person.Language : Fallback);
        var values = new Dictionary<string, string>
        {
            ["weight"] = Weight(order, person.Units, culture),
            ["food"] = order.Title,
            ["donor"] = order.DonorName,
            ["ngo"] = order.NgoName,
            ["address"] = order.Pickup?.Address ?? "",
            ["answerBy"] = Time(order.RespondByEpochMs, person.Zone(regionZone), culture),
            ["pickupUntil"] = Time(order.PickupUntilEpochMs, person.Zone(regionZone), culture),
            ["reason"] = order.Reason,
        };
        return new NoticeText(Fill(texts[text].Title, values), Fill(texts[text].Body, values));
    }

    /// <summary>A text about a kind of notification, in a language or the nearest that there is.</summary>
    public static NoticeText Say(string text, string language, string kind = "")
    {
        var texts = s_byLanguage.GetValueOrDefault(language.Split('-')[0]) ?? s_byLanguage[Fallback];
        var values = new Dictionary<string, string> { ["kind"] = texts.GetValueOrDefault($"kind.{kind}")?.Title ?? kind };
        return new NoticeText(Fill(texts[text].Title, values), Fill(texts[text].Body, values));
    }

    private static string Weight(OrderSnapshot order, string units, CultureInfo culture)
    {
        var grams = order.DeliveredGrams > 0 ? order.DeliveredGrams : order.PickedUpGrams > 0 ? order.PickedUpGrams : order.Grams;
        var kilograms = grams / 1000m;
        return units == "lb" ? string.Create(culture, $"{kilograms * PoundsPerKilogram:#,0} lb") : string.Create(culture, $"{kilograms:#,0.#} kg");
    }

    private static string Time(long epochMs, DateTimeZone zone, CultureInfo culture) =>
        LocalDateTimePattern.Create("ddd HH:mm", culture).Format(Instant.FromUnixTimeMilliseconds(epochMs).InZone(zone).LocalDateTime);

    private static string Fill(string text, Dictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            text = text.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        }

        return text.Trim();
    }

    private static FrozenDictionary<string, FrozenDictionary<string, NoticeText>> Read()
    {
        const string Folder = ".Notifications.Domain.Texts.";
        var assembly = typeof(NoticeTexts).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name.Split('.')[^2],
            name =>
            {
                using var stream = assembly.GetManifestResourceStream(name);
                return (JsonSerializer.Deserialize<Dictionary<string, NoticeText>>(stream ?? Stream.Null, JsonSerializerOptions.Web) ?? []).ToFrozenDictionary();
            });
    }
}
