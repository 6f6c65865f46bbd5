using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Thesis.ServiceDefaults;

/// <summary>Problem details for statuses that the framework sets without a body.</summary>
internal static class StatusProblems
{
    /// <summary>Whether the caller speaks gRPC, which has no use for problem details.</summary>
    public static bool IsGrpc(HttpContext context) =>
        context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Writes the problem of the response's status.</summary>
    public static Task WriteAsync(HttpContext context) =>
        IsGrpc(context) ? Task.CompletedTask : For(context, context.Response.StatusCode).ExecuteAsync(context);

    /// <summary>The problem of a status.</summary>
    public static ProblemHttpResult For(HttpContext context, int status)
    {
        var (code, detail) = status switch
        {
            StatusCodes.Status400BadRequest => ("bad-request", "The request cannot be understood."),
            StatusCodes.Status401Unauthorized => ("unauthenticated", "The access token is missing, expired or not valid; sign in again."),
            StatusCodes.Status403Forbidden => ("forbidden", "Your account has no role that may do this."),
            StatusCodes.Status404NotFound => ("not-found", $"There is nothing at {context.Request.Path}."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", $"{context.Request.Method} is not offered here; the header Allow names what is."),
            StatusCodes.Status413PayloadTooLarge => ("body-too-large", TooLarge(context)),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", UnsupportedType(context)),
            StatusCodes.Status429TooManyRequests => ("too-many-requests", "You send more requests than allowed; wait and repeat."),
            StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout =>
                ("unavailable", "A part of the system does not answer; try again shortly."),
            >= StatusCodes.Status500InternalServerError => ("internal", null),
            _ => ($"http-{status}", (string?)null),
        };
        return Problems.Of(status, code, ReasonPhrases.GetReasonPhrase(status), detail);
    }

    private static string TooLarge(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return limit is { } bytes ? $"The body must be at most {bytes} bytes." : "The body is larger than allowed.";
    }

    private static string UnsupportedType(HttpContext context) =>
        context.Request.ContentType is { Length: > 0 } type
            ? $"The body's Content-Type '{type}' is not accepted here; send application/json unless the endpoint says otherwise."
            : "The body needs a Content-Type; send application/json unless the endpoint says otherwise.";
}
