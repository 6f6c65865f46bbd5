using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Regions.Domain;

/// <summary>What is assumed of a region that a place names before an administrator has stated it. Section <c>Regions</c>.</summary>
public sealed class RegionsOptions
{
    public const string Section = "Regions";

    /// <summary>IANA time zones by region.</summary>
    public Dictionary<string, string> TimeZones { get; } = new(StringComparer.Ordinal) { ["los-angeles"] = "America/Los_Angeles" };

    /// <summary>The zone of a region that is not named.</summary>
    [Required]
    public string DefaultTimeZone { get; set; } = "Etc/UTC";

    /// <summary>"kg" or "lb".</summary>
    [RegularExpression("^(kg|lb)$")]
    public string DefaultUnits { get; set; } = "kg";

    [RegularExpression("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    public string DefaultLanguage { get; set; } = "en";

    [RegularExpression("^[A-Z]{3}$")]
    public string DefaultCurrency { get; set; } = "USD";
}
