using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Places;

/// <summary>The users who act for a donor or an NGO, named by the subject of their tokens.</summary>
public static class Managers
{
    public const int Most = 20;

    private const string SubjectForm = "of 1 to 100 letters, digits, '-', '_', '.', ':', '@' or '|'";

    private static readonly string Form = $"must be at most {Most} user subjects, each {SubjectForm}";

    /// <summary>At most <paramref name="most"/> subjects, each well formed.</summary>
    public static bool AreSubjects(IReadOnlyCollection<string?> managers, int most = Most) =>
        managers.Count <= most && managers.All(IsSubject);

    /// <summary>The managers among whom an import shares its rows: subjects joined by commas.</summary>
    public static string[] RequireManagedBy(this Validation validation, string? managedBy, int most)
    {
        var managers = (managedBy ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        validation.Require(AreSubjects(managers, most), "managedBy", $"must be at most {most} user subjects joined by commas, each {SubjectForm}");
        return managers;
    }

    public static void RequireManagers(this Validation validation, IReadOnlyList<string?>? managers) =>
        validation.Require(managers is null || AreSubjects(managers), "managers", Form);

    private static bool IsSubject(string? subject) =>
        subject is { Length: >= 1 and <= 100 } && subject.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:@|".Contains(c));
}
