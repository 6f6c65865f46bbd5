using System.Text.RegularExpressions;

namespace Thesis.ServiceDefaults;

/// <summary>Guards the names that are written into SQL text.</summary>
internal static partial class SchemaName
{
    /// <summary>Returns the name if it is a plain lower-case identifier of at most 63 characters.</summary>
    /// <exception cref="ArgumentException">The name would need quoting.</exception>
    public static string Check(string name) => Plain().IsMatch(name)
        ? name
        : throw new ArgumentException($"'{name}' is no schema name: use a-z, 0-9 and _, at most 63 characters, starting with a letter.", nameof(name));

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex Plain();
}
