using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>Who acts for a donor or an NGO.</summary>
/// <param name="Managers">Subjects of users, at most 20.</param>
public sealed record ManagersRequest(IReadOnlyList<string>? Managers = null)
{
    /// <summary>Notes what is wrong with the request.</summary>
    /// <param name="validation">Takes the faults.</param>
    /// <param name="mayBeEmpty">Whether nobody at all may act for it.</param>
    public IReadOnlyList<string> Validate(Validation validation, bool mayBeEmpty)
    {
        validation.Require(Managers is not null && (mayBeEmpty || Managers.Count > 0), "managers", "must name at least one user");
        validation.RequireManagers(Managers);
        return [.. (Managers ?? []).Distinct()];
    }
}
