using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Thesis.ServiceDefaults;

/// <summary>What a value of a type must look like, in words for callers.</summary>
internal static class ValueForms
{
    private static readonly MethodInfo ParsesAs = typeof(ValueForms).GetMethod(nameof(ParsesAsParsable), BindingFlags.NonPublic | BindingFlags.Static)
        ?? throw new MissingMethodException(nameof(ValueForms), nameof(ParsesAsParsable));

    /// <summary>The remedy for a text, of a route or a query, or a JSON value that is none of the type's.</summary>
    public static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "must be a string",
        var t when t == typeof(int) || t == typeof(long) || t == typeof(short) => "must be a whole number within range",
        var t when t == typeof(double) || t == typeof(decimal) || t == typeof(float) => "must be a number",
        var t when t == typeof(bool) => "must be true or false",
        var t when t == typeof(DateTimeOffset) || t == typeof(DateTime) => "must be an ISO 8601 time such as 2026-05-01T12:30:00Z",
        var t when t == typeof(DateOnly) => "must be a date such as 2026-05-01",
        { IsEnum: true } t => $"must be one of {string.Join(", ", Enum.GetNames(t).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
        { IsGenericType: true } t when t.GetGenericTypeDefinition() == typeof(Id<>) =>
            (string?)t.GetProperty(nameof(Id<>.Expected), BindingFlags.Public | BindingFlags.Static)?.GetValue(null) ?? "must be an id",
        _ => "is not of the expected form",
    };

    /// <summary>Whether the framework binds the text to a parameter of the type; true for types that it does not parse.</summary>
    public static bool Parses(Type type, string text)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
        {
            return Enum.TryParse(plain, text, ignoreCase: true, out _);
        }

        return !plain.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>))
            || ParsesAs.MakeGenericMethod(plain).Invoke(null, [text]) is true;
    }

    private static bool ParsesAsParsable<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
