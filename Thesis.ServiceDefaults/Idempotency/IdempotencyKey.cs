using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults;

/// <summary>The <c>Idempotency-Key</c> header.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 200;

    /// <summary>The request's key; null when a method that may do without has none.</summary>
    /// <exception cref="ProblemException">400: the key is missing on POST, or malformed.</exception>
    public static string? Of(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count == 0)
        {
            return HttpMethods.IsPost(request.Method) ? throw Refusal("is required: send a new random value, such as a UUID, for each new command") : null;
        }

        var key = values.ToString();
        return values.Count == 1 && key.Length is >= 1 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? key
            : throw Refusal($"must be one value of 1 to {MaxLength} visible ASCII characters, such as a UUID");
    }

    private static ProblemException Refusal(string message) => new(Problems.Validation(Header, message));
}
