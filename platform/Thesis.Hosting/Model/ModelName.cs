namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for the names of resources and endpoints: they become host names and parts of variables.</summary>
internal static class ModelName
{
    private const int MaxLength = 64;

    public static string Validated(string name, string kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException($"{kind} name '{name}' is invalid: {fault}.", nameof(name));
        }

        return name;
    }

    private static string? Fault(string name)
    {
        if (name.Length > MaxLength)
        {
            return $"it has more than {MaxLength} characters";
        }

        if (!char.IsAsciiLetter(name[0]))
        {
            return "it must start with an ASCII letter";
        }

        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return "only ASCII letters, digits and hyphens are allowed";
        }

        if (name.Contains("--", StringComparison.Ordinal))
        {
            return "two hyphens in a row are not allowed";
        }

        return name.EndsWith('-') ? "it must not end with a hyphen" : null;
    }
}
