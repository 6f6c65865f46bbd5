using Yarp.ReverseProxy.Forwarder;

namespace Thesis.Bff.Proxy;

/// <summary>
/// Asks another replica when one did not answer at all, e.g. because it is being replaced. Only what changes nothing is asked twice: of
/// anything else nobody knows whether it was done, and its own idempotency key lets the caller send it again.
/// </summary>
internal static class RetryElsewhere
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (!IsSafe(context) || context.GetForwarderErrorFeature()?.Error is not (ForwarderError.Request or ForwarderError.RequestTimedOut))
        {
            return;
        }

        var proxy = context.GetReverseProxyFeature();
        var others = proxy.AllDestinations.Where(destination => destination != proxy.ProxiedDestination).ToArray();
        if (others.Length == 0)
        {
            return;
        }

        context.Response.Clear();
        context.Features.Set<IForwarderErrorFeature>(null);
        proxy.AvailableDestinations = others;
        proxy.ProxiedDestination = null;
        await next(context);
    }

    private static bool IsSafe(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && !context.WebSockets.IsWebSocketRequest && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested;
}
