using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Thesis.ServiceDefaults;

/// <summary>What an id names: its prefix at the edge.</summary>
public interface IIdKind
{
    /// <summary>Three lower-case letters, unique among kinds.</summary>
    static abstract string Prefix { get; }
}

/// <summary>
/// A row's id with its kind, so that an order's id cannot stand where a donor's is wanted. A number inside; at the edge an
/// opaque string such as <c>don_03x9k2m4q7zz1</c>: the kind's prefix and 13 base-32 characters that sort like the number.
/// Binds from routes, queries and JSON; a malformed id or another kind's is a 400 that names the field.
/// </summary>
/// <param name="Value">The number, 0 or more.</param>
[JsonConverter(typeof(IdJsonConverterFactory))]
[SuppressMessage("Design", "CA1000", Justification = "Binding and parsing look for static members on the type itself.")]
public readonly record struct Id<TKind>(long Value) : IParsable<Id<TKind>>
    where TKind : IIdKind
{
    /// <summary>What a caller is told when a text is not such an id.</summary>
    public static string Expected => $"must be an id that starts with '{TKind.Prefix}_', as an earlier answer gave it";

    /// <summary>Reads the edge form.</summary>
    /// <returns>False when the text is malformed or names another kind.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Id<TKind> result)
    {
        result = default;
        var prefix = TKind.Prefix;
        if (s is null
            || s.Length != prefix.Length + 1 + CrockfordBase32.Length
            || !s.StartsWith(prefix, StringComparison.Ordinal)
            || s[prefix.Length] != '_'
            || !CrockfordBase32.TryDecode(s.AsSpan(prefix.Length + 1), out var value))
        {
            return false;
        }

        result = new Id<TKind>(value);
        return true;
    }

    /// <summary>Reads the edge form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, out Id<TKind> result) => TryParse(s, null, out result);

    /// <summary>Reads the edge form.</summary>
    /// <exception cref="FormatException">The text is malformed or names another kind.</exception>
    public static Id<TKind> Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' {Expected}.");

    /// <summary>The edge form.</summary>
    public override string ToString() => $"{TKind.Prefix}_{CrockfordBase32.Encode(Value)}";
}
