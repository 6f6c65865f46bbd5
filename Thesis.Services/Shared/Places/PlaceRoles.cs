namespace Thesis.Services.Shared.Places;

/// <summary>As what somebody acts for a donor or an NGO.</summary>
public static class PlaceRoles
{
    /// <summary>May change it and its people.</summary>
    public const string Manager = "manager";

    /// <summary>Acts for it and may not change it or its people.</summary>
    public const string Staff = "staff";

    public static IReadOnlyList<string> All { get; } = [Manager, Staff];
}
