using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults;

/// <summary>The version that a caller believes to be the newest, from the <c>If-Match</c> header.</summary>
public static class IfMatch
{
    private const string Remedy = "must be the one ETag of your last read, with its quotes, such as \"7\"";

    /// <summary>The version the caller asks for.</summary>
    /// <exception cref="ProblemException">428 when the header is missing, 400 when it is not one strong ETag of ours.</exception>
    public static long Require(HttpRequest request) =>
        Optional(request) ?? throw new ProblemException(Problems.PreconditionRequired());

    /// <summary>The version the caller asks for, or null when the header is missing.</summary>
    /// <exception cref="ProblemException">400 when the header is not one strong ETag of ours.</exception>
    public static long? Optional(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return null;
        }

        var text = header.ToString().AsSpan().Trim();
        return text.Length > 2
            && text[0] == '"'
            && text[^1] == '"'
            && long.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new ProblemException(Problems.Validation("If-Match", Remedy));
    }

    /// <summary>Compares the header, when it is there, with a row's version.</summary>
    /// <exception cref="ProblemException">412 when the row has another version, 400 when the header is malformed.</exception>
    public static void Check(HttpRequest request, long currentVersion)
    {
        if (Optional(request) is { } expected && expected != currentVersion)
        {
            throw new ProblemException(Problems.PreconditionFailed(currentVersion));
        }
    }
}
