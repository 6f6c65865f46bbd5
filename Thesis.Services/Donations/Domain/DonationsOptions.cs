using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Donations.Domain;

/// <summary>Settings of the donations service; section <c>Donations</c>.</summary>
public sealed class DonationsOptions
{
    public const string Section = "Donations";

    /// <summary>Pause between two looks for expired food.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ExpirySweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two looks for recurring donations to post.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan TemplateInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Donations that one transaction ends at most.</summary>
    [Range(1, 1_000)]
    public int ExpirySweepBatch { get; set; } = 200;

    /// <summary>
    /// What donated food is worth, by ISO 4217 currency; receipts in a currency that is not here state no value. For the USA:
    /// 1.67 USD a lb.
    /// </summary>
    public Dictionary<string, FoodValueOptions> Values { get; set; } = new(StringComparer.Ordinal)
    {
        ["USD"] = new()
        {
            PerKg = 3.68m,
            Source = "Feeding America, Product Valuation Study of June 2016: 1.67 USD a lb, the average wholesale value",
            AsOf = new DateOnly(2016, 6, 30),
        },
    };

    /// <summary>
    /// Font files (TrueType, OpenType) for scripts that the fonts in the program do not hold, such as Chinese; receipts print such
    /// names with the first of them that has the letters.
    /// </summary>
    public List<string> ReceiptFonts { get; set; } = [];
}
