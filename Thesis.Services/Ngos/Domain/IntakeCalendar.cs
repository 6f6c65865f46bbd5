using System.Text.Json;

namespace Thesis.Services.Ngos.Domain;

/// <summary>Days on which an NGO takes nothing, both included, in its region's time zone.</summary>
/// <param name="Reason">For people; at most 200 characters.</param>
public sealed record ClosedDays(DateOnly From, DateOnly Until, string Reason = "");

/// <summary>A day on which an NGO takes more or less than usual, in its region's time zone.</summary>
/// <param name="CapacityKg">What it takes on the day, 0 to 100,000.</param>
/// <param name="Slots">Deliveries it receives on the day, 0 to 1,000.</param>
public sealed record DayCapacity(DateOnly Date, decimal CapacityKg, int Slots);

/// <summary>What differs from an NGO's usual days.</summary>
/// <param name="ResumesOn">It takes nothing for days before this one; null when it does not pause.</param>
/// <param name="PauseReason">For people; may be empty.</param>
public sealed record IntakeCalendar(DateOnly? ResumesOn, string PauseReason, IReadOnlyList<ClosedDays> Closures, IReadOnlyList<DayCapacity> Days)
{
    public const int MostClosures = 100;
    public const int MostDays = 366;

    public static IntakeCalendar Usual { get; } = new(null, "", [], []);

    public static string ToJson<T>(IReadOnlyList<T> items) => JsonSerializer.Serialize(items, JsonSerializerOptions.Web);

    public static IReadOnlyList<T> FromJson<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web) ?? [];
}
