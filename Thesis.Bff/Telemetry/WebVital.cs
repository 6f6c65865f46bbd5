using System.Text.RegularExpressions;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Telemetry;

/// <summary>How a page felt to somebody: one of the Core Web Vitals of one visit.</summary>
/// <param name="Name">One of <see cref="Names"/>.</param>
/// <param name="Value">Milliseconds; of "cls", a score.</param>
/// <param name="Screen">The address where it arose, ids as ":id", e.g. "/donor/donations/:id".</param>
/// <param name="Device">One of <see cref="Devices"/>.</param>
public sealed partial record WebVital(string? Name = null, double? Value = null, string? Screen = null, string? Device = null)
{
    /// <summary>What is measured: largest contentful paint, interaction to next paint, cumulative layout shift; and the most that is believed.</summary>
    public static readonly IReadOnlyDictionary<string, double> Names = new Dictionary<string, double> { ["lcp"] = 120_000, ["inp"] = 60_000, ["cls"] = 100 };

    /// <summary>Classes of devices.</summary>
    public static readonly IReadOnlyList<string> Devices = ["phone", "tablet", "desktop"];

    internal void Validate(Validation validation, string path)
    {
        if (validation.Require(Name is not null && Names.ContainsKey(Name), $"{path}.name", $"must be one of {string.Join(", ", Names.Keys)}"))
        {
            var most = Names[Name ?? ""];
            validation.Require(Value >= 0 && Value <= most, $"{path}.value", FormattableString.Invariant($"must be from 0 to {most}"));
        }

        validation.Require(Screen is not null && ScreenAddress().IsMatch(Screen), $"{path}.screen", "must be a screen's address of at most four parts, ids written as :id");
        validation.Require(Device is not null && Devices.Contains(Device), $"{path}.device", $"must be one of {string.Join(", ", Devices)}");
    }

    // No part may hold anything that names a person or a thing.
    [GeneratedRegex(@"^/([a-z][a-z-]{0,29}(/([a-z][a-z-]{0,29}|:id)){0,3})?\z", RegexOptions.NonBacktracking)]
    private static partial Regex ScreenAddress();
}
