using System.Reflection;

namespace Thesis.ServiceDefaults;

/// <summary>What a route or query parameter must look like, by the name of its type.</summary>
internal static class ParameterForms
{
    private const string NullableOf = "Nullable<";

    private static readonly Dictionary<string, string> IdForms = typeof(Kinds)
        .GetNestedTypes()
        .ToDictionary(kind => $"Id<{kind.Name}>", ExpectedId);

    /// <summary>The remedy for a value that does not parse.</summary>
    /// <param name="type">The type's display name, such as <c>int</c> or <c>Id&lt;Order&gt;</c>.</param>
    public static string Expected(string type) => Plain(type) switch
    {
        "int" or "long" or "short" => "must be a whole number",
        "double" or "decimal" or "float" => "must be a number, with a point as decimal separator",
        "bool" => "must be true or false",
        "DateTimeOffset" or "DateTime" => "must be an ISO 8601 time such as 2026-05-01T12:30:00Z",
        "DateOnly" => "must be a date such as 2026-05-01",
        var name when IdForms.TryGetValue(name, out var form) => form,
        _ => "is not one of the accepted values",
    };

    private static string Plain(string type) =>
        type.StartsWith(NullableOf, StringComparison.Ordinal) ? type[NullableOf.Length..^1] : type.TrimEnd('?');

    private static string ExpectedId(Type kind) =>
        (string?)typeof(Id<>).MakeGenericType(kind).GetProperty(nameof(Id<>.Expected), BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
        ?? "must be an id";
}
