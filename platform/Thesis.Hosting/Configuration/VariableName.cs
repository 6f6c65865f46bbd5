namespace Thesis.Hosting.Configuration;

/// <summary>Turns names into environment variables' names.</summary>
internal static class VariableName
{
    /// <summary>Replaces every character that a variable's name cannot have, and puts a <c>_</c> before a leading digit.</summary>
    public static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? $"_{encoded}" : encoded;
    }
}
