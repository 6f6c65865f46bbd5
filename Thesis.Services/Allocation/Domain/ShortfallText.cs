using Thesis.Services.Allocation.Data;

namespace Thesis.Services.Allocation.Domain;

/// <summary>
/// Says in sentences what kept an NGO or a donation from more. The first says the one main reason, the next what would
/// help; then come what else was in the way, and what one more kg would bring.
/// </summary>
public static class ShortfallText
{
    /// <summary>Reasons that are told; whoever wants all finds them in the list of limits.</summary>
    private const int MostReasons = 3;

    public static IReadOnlyList<string> Of(ShortfallRow row)
    {
        var sentences = new List<string>();
        if (row.Subject == "ngo")
        {
            Add(NgoShortfallText.MainReason(row));
            AddLimits(NgoShortfallText.Told(row), NgoShortfallText.Help, NgoShortfallText.Also);
            Add(NgoShortfallText.OneMoreKg(row));
        }
        else
        {
            Add(DonationShortfallText.MainReason(row));
            AddLimits(row.Limits, DonationShortfallText.Help, DonationShortfallText.Also);
            Add(DonationShortfallText.OneMoreKg(row));
        }

        return sentences;

        void AddLimits(IReadOnlyList<ShortfallLimit> limits, Func<ShortfallLimit, string> help, Func<ShortfallLimit, string> also)
        {
            foreach (var (place, limit) in limits.Take(MostReasons).Index())
            {
                Add(place == 0 ? "" : also(limit));
                Add(place > 0 && limit.Kind == "outbid" ? "" : help(limit));
            }
        }

        void Add(string sentence)
        {
            if (sentence.Length > 0)
            {
                sentences.Add(sentence);
            }
        }
    }
}
