using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>A donor or an NGO: users act for it.</summary>
public interface IManagedPlace
{
    /// <summary>Subjects of the users who act for it.</summary>
    IReadOnlyList<string> Managers { get; }

    /// <summary>Those of them who may not change it or its people.</summary>
    IReadOnlyList<string> Staff { get; }
}

/// <summary>Who may do what with a donor or an NGO, beyond what the endpoint's policy says.</summary>
public static class PlaceRights
{
    /// <summary>A dispatcher or an administrator: they may change any of them.</summary>
    public static bool IsOperator(Actor actor) => actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin);

    /// <summary>Operators and its managers, without its staff.</summary>
    public static bool MayChange(Actor actor, IManagedPlace place) => IsOperator(actor) || PlacePeople.Of(place).Leads(actor.Subject);

    /// <summary>Operators and who acts for it. They see what is personal: its people, its contacts and how to get in.</summary>
    public static bool MaySee(Actor actor, IManagedPlace place) => IsOperator(actor) || place.Managers.Contains(actor.Subject);
}
