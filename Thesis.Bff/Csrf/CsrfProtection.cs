using Thesis.Bff.Telemetry;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Csrf;

/// <summary>
/// Refuses calls that another site could make with this browser's cookie: APIs and hub negotiation must carry
/// <c>X-CSRF: 1</c>, which no cross-site form or image can send; a WebSocket, which cannot carry it, must come from this origin.
/// </summary>
internal sealed class CsrfProtection(RequestDelegate next)
{
    public const string Header = "X-CSRF";

    public Task InvokeAsync(HttpContext context)
    {
        var refusal = Refusal(context);
        return refusal is null ? next(context) : Problems.Forbidden(refusal).ExecuteAsync(context);
    }

    private static string? Refusal(HttpContext context)
    {
        var path = context.Request.Path;
        var guarded = path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/bff/user") || path.StartsWithSegments(BrowserTelemetry.Path);
        if (!guarded)
        {
            return null;
        }

        if (context.WebSockets.IsWebSocketRequest || IsExtendedConnect(context.Request))
        {
            return FromThisOrigin(context.Request) ? null : "A WebSocket may be opened only by a page of this origin: send its Origin header.";
        }

        return context.Request.Headers[Header] == "1" ? null : $"Send the header {Header}: 1 with every call.";
    }

    private static bool IsExtendedConnect(HttpRequest request) => HttpMethods.IsConnect(request.Method);

    private static bool FromThisOrigin(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
        && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        && origin.Scheme == request.Scheme;
}
