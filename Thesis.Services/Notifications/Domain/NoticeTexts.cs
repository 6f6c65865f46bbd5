using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Orders.V1;

namespace Thesis.Services.Notifications.Domain;

/// <summary>A text in a language, with {values} to fill in.</summary>
public sealed record NoticeText(string Title, string Body);

/// <summary>What people are told, in their language, units and time zone. The texts are in <c>Texts</c>, a file a language.</summary>
public static class NoticeTexts
{
    private const decimal PoundsPerKilogram = 2.20462m;
    private const string Fallback = "en";
    private const int MostSaid = 140;
    private static readonly FrozenDictionary<string, FrozenDictionary<string, NoticeText>> s_byLanguage = Read();

    /// <summary>The languages that there are.</summary>
    public static IReadOnlyCollection<string> Languages => s_byLanguage.Keys;

    /// <summary>The texts of a language by name, to compare languages by.</summary>
    public static IReadOnlyDictionary<string, NoticeText> Of(string language) => s_byLanguage[language];

    /// <summary>Fills in a text for a person.</summary>
    public static NoticeText Write(string text, OrderSnapshot order, Person person, string regionZone)
    {
        var language = LanguageOf(person);
        var culture = CultureInfo.GetCultureInfo(language == Fallback && !person.Language.StartsWith(Fallback, StringComparison.Ordinal) ? Fallback : person.Language);
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
        return Fill(s_byLanguage[language][text], values);
    }

    /// <summary>What somebody writes, for a person who is away.</summary>
    public static NoticeText Write(MessagePosted posted, Person person)
    {
        var texts = s_byLanguage[LanguageOf(person)];
        var message = posted.Message;
        var values = new Dictionary<string, string>
        {
            ["author"] = message.AuthorName.Length > 0 ? message.AuthorName : texts["somebody"].Title,
            ["food"] = posted.Title,
            ["said"] = message.Kind switch
            {
                "text" => Shorten(message.Text),
                // A quick reply that is newer than this process.
                "quick" => texts.GetValueOrDefault($"quick_{message.Quick}")?.Title ?? message.Quick,
                _ => texts["location"].Title,
            },
        };
        return Fill(texts[posted.Title.Length > 0 ? "message" : "messageAlone"], values);
    }

    private static string LanguageOf(Person person)
    {
        var language = person.Language.Split('-')[0];
        return s_byLanguage.ContainsKey(language) ? language : Fallback;
    }

    private static string Shorten(string text)
    {
        var characters = new StringInfo(text.Replace('\n', ' '));
        return characters.LengthInTextElements <= MostSaid ? characters.String : $"{characters.SubstringByTextElements(0, MostSaid)}…";
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

    private static NoticeText Fill(NoticeText text, Dictionary<string, string> values) => new(Fill(text.Title, values), Fill(text.Body, values));

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
