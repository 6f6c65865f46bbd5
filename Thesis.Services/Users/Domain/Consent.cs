namespace Thesis.Services.Users.Domain;

/// <summary>One decision of a person on a version of a text.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Version">The text's version, e.g. "2026-11".</param>
/// <param name="Given">False when it was refused or withdrawn.</param>
/// <param name="At">When it was decided.</param>
public sealed record Consent(long Id, string Kind, string Version, bool Given, DateTimeOffset At)
{
    /// <summary>What there is to agree to.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["terms", "privacy", "location_tracking", "email", "sms", "photos"];
}
