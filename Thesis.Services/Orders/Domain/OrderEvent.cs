using System.Text.Json.Serialization;

namespace Thesis.Services.Orders.Domain;

/// <summary>What becomes of food that did not come along.</summary>
public enum Rest
{
    /// <summary>It is spoiled, eaten or was never there: booked as lost.</summary>
    Gone,

    /// <summary>It can still be fetched at the donor: it goes back to the donation and is offered again.</summary>
    StillThere,
}

/// <summary>The names of <see cref="Rest"/> at the edge.</summary>
public static class RestNames
{
    public const string Gone = "gone";
    public const string StillThere = "still_there";

    public static string Name(this Rest rest) => rest == Rest.Gone ? Gone : StillThere;

    /// <summary>False for a text that is neither; an empty one or null is none.</summary>
    public static bool TryParse(string? name, out Rest? rest)
    {
        rest = name switch { Gone => Rest.Gone, StillThere => Rest.StillThere, _ => null };
        return rest is not null || string.IsNullOrEmpty(name);
    }
}

/// <summary>
/// Something that happened to an order, with all that the state machine needs to know of it. The history keeps it: the events of
/// an order, applied in turn, give its state.
/// </summary>
public sealed record OrderEvent(OrderAction Action)
{
    /// <summary>What was accepted, weighed or received, grams.</summary>
    public long? Grams { get; init; }

    /// <summary>What was there at pickup beyond what was planned, grams.</summary>
    public long SurplusGrams { get; init; }

    /// <summary>Which of the NGO's further places the food is brought to; null for where it was planned.</summary>
    public long? LocationId { get; init; }

    /// <summary>Where that is.</summary>
    public Stop? Dropoff { get; init; }

    /// <summary>What becomes of what is missing.</summary>
    public Rest? Rest { get; init; }

    /// <summary>Why, for the others concerned.</summary>
    public string Reason { get; init; } = "";

    public long? DriverId { get; init; }

    /// <summary>Subject of the user who drives.</summary>
    public string? DriverUser { get; init; }

    /// <summary>True when the driver takes the order although it may not be reached in time.</summary>
    public bool Confirmed { get; init; }

    /// <summary>True when a dispatcher gives the order to a driver whom the rules refuse.</summary>
    public bool Overridden { get; init; }

    /// <summary>True when the food may be offered to the same NGO again.</summary>
    public bool OfferAgain { get; init; }

    /// <summary>How the NGO found the food: see <see cref="Qualities"/>.</summary>
    public string? Quality { get; init; }

    /// <summary>The kind of an incident: see <see cref="Incidents"/>.</summary>
    public string? Incident { get; init; }

    /// <summary>True when the code that the NGO sees was entered.</summary>
    public bool ProvedByCode { get; init; }

    /// <summary>The code as it was entered; the history does not keep it.</summary>
    [JsonIgnore]
    public string? Code { get; init; }
}

/// <summary>How an NGO may find what it received.</summary>
public static class Qualities
{
    public static IReadOnlyList<string> All { get; } = ["good", "usable", "partly_spoiled", "spoiled"];
}

/// <summary>What may happen on the way that others have to know of.</summary>
public static class Incidents
{
    /// <summary>Noted by the service when a driver entered a wrong code; nobody can report it.</summary>
    public const string WrongCode = "wrong_code";

    /// <summary>What people may report.</summary>
    public static IReadOnlyList<string> All { get; } = ["accident", "breakdown", "cooling_failed", "food_unsafe", "access_denied", "other"];
}
