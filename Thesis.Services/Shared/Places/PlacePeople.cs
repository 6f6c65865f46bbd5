using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>Who acts for a place. Somebody always leads it: who leads alone hands over before they leave.</summary>
/// <param name="All">Everybody who acts for it, by the subjects of their tokens; at most <see cref="Managers.Most"/>.</param>
/// <param name="Staff">Those of them who may not change it or its people.</param>
public sealed record PlacePeople(IReadOnlyList<string> All, IReadOnlyList<string> Staff)
{
    public static PlacePeople Of(IManagedPlace place) => new(place.Managers, [.. place.Staff.Intersect(place.Managers)]);

    /// <summary>Whether the user may change the place and its people.</summary>
    public bool Leads(string subject) => All.Contains(subject) && !Staff.Contains(subject);

    /// <summary>With one more, or with another role for one who is there; null when the place has as many as it may.</summary>
    public PlacePeople? With(string subject, bool asStaff)
    {
        IReadOnlyList<string> all = All.Contains(subject) ? All : [.. All, subject];
        return all.Count > Places.Managers.Most ? null : new(all, asStaff ? [.. Staff.Union([subject])] : [.. Staff.Except([subject])]);
    }

    /// <summary>Without one who leaves.</summary>
    public (PlacePeople? People, ProblemHttpResult Refusal) Leave(string subject)
    {
        var notTheirs = Problems.Forbidden("You do not act for it.");
        var left = new PlacePeople([.. All.Except([subject])], [.. Staff.Except([subject])]);
        return !All.Contains(subject) ? (null, notTheirs)
            : left.All.Any(left.Leads) || Staff.Contains(subject) ? (left, notTheirs)
            : (null, Problems.Conflict("last-manager", "Nobody else may lead it. Hand it over to somebody who acts for it, or invite somebody first."));
    }

    /// <summary>With somebody else, who acts for it already, in the place of who hands over.</summary>
    public (PlacePeople? People, ProblemHttpResult Refusal) Transfer(string from, string? to)
    {
        var unknown = Problems.Validation("to", "must be somebody else who acts for it already: invite them first");
        return !Leads(from) ? (null, Problems.Forbidden("Only a manager may hand it over."))
            : to is null || to == from || !All.Contains(to) ? (null, unknown)
            : (new([.. All.Except([from])], [.. Staff.Except([from, to])]), unknown);
    }
}

/// <summary>Hands a place over.</summary>
/// <param name="To">Subject of a user who acts for it already.</param>
public sealed record TransferRequest(string? To = null);
