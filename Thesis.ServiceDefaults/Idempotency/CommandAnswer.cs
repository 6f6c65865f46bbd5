using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults;

/// <summary>A command's answer, new or from the store.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">The headers worth keeping: Content-Type, ETag, Location.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="Replayed">Whether it was given before.</param>
internal sealed record CommandAnswer(int Status, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, bool Replayed)
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    public static readonly string[] KeptHeaders = ["Content-Type", "ETag", "Location"];

    /// <summary>Writes the answer.</summary>
    public async Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Replayed)
        {
            response.Headers[ReplayedHeader] = "true";
        }

        if (Body.Length > 0)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, cancellationToken);
        }
    }
}
