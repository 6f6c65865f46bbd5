using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Thesis.Dashboard.Api;

/// <summary>
/// A request that cannot be answered: the status, what is wrong and how to put it right, and the name of what it is about
/// for those who say it in another language.
/// </summary>
internal sealed class ProblemException(int status, string detail, string? subject = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string? Subject { get; } = subject;

    public static ProblemException Bad(string detail) => new(StatusCodes.Status400BadRequest, detail);

    public static ProblemException Missing(string what, string? subject = null) => new(StatusCodes.Status404NotFound, $"There is no {what}.", subject);
}

/// <summary>RFC 9457, and <c>subject</c>: the name of what it is about.</summary>
internal sealed record Problem(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("subject"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject)
{
    public static Task WriteAsync(HttpContext http, int status, string detail, string? subject = null)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new Problem("about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, subject),
            ApiJson.Default.Problem,
            "application/problem+json",
            http.RequestAborted);
    }

    /// <summary>Answers what a handler throws.</summary>
    public static async Task CatchAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (ProblemException e) when (!http.Response.HasStarted)
        {
            await WriteAsync(http, e.Status, e.Message, e.Subject);
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await WriteAsync(http, e.StatusCode, e.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The browser went away.
        }
    }
}
