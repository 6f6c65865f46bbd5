using Microsoft.AspNetCore.SignalR;

namespace Thesis.Realtime.Subscriptions;

/// <summary>A refusal is an answer; anything else that a hub method throws is our fault and is logged, once.</summary>
internal sealed partial class InvocationFailureFilter(ILogger<InvocationFailureFilter> logger) : IHubFilter
{
    private readonly ILogger _logger = logger;

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not HubException && !invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            InvocationFailed(invocationContext.HubMethodName, e);
            throw new HubException("The server failed to do this; try again shortly.", e);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Hub method {Method} failed")]
    private partial void InvocationFailed(string method, Exception exception);
}
