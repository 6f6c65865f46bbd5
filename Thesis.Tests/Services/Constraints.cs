namespace Thesis.Services.Tests;

/// <summary>Every constraint with the requests that are refused before it ("Endpoint field"), or why no request comes near it ("code: …").</summary>
internal static class Constraints
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
