using System.Net.Http.Json;
using Polly;

namespace Thesis.ServiceDefaults;

/// <summary>Sends requests through the pipeline of their host.</summary>
internal sealed class ResilienceHandler(HttpResilience resilience) : DelegatingHandler
{
    /// <summary>Lets a request be sent again though its method does not say so, as a token request may.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("thesis.repeatable");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(HttpResilience.IsRepeatable, IsRepeatable(request));
            return await resilience.For(request.RequestUri?.Authority ?? "").ExecuteAsync(
                async (c, state) => await state.Handler.SendInnerAsync(state.Request, c.CancellationToken),
                context,
                (Handler: this, Request: request));
        }
        catch (ExecutionRejectedException exception)
        {
            throw new HttpRequestException($"{request.RequestUri?.Authority} does not answer in time or failed too often.", exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<HttpResponseMessage> SendInnerAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        base.SendAsync(request, cancellationToken);

    /// <summary>Whether a second sending does no harm (RFC 9110 §9.2.2) and the body is still there to send.</summary>
    private static bool IsRepeatable(HttpRequestMessage request)
    {
        var harmless = request.Method.Method is "GET" or "HEAD" or "OPTIONS" or "PUT" or "DELETE"
            || request.Headers.Contains(IdempotencyKey.Header)
            || (request.Options.TryGetValue(Repeatable, out var repeatable) && repeatable);
        return harmless && request.Content is null or (ByteArrayContent or ReadOnlyMemoryContent or JsonContent);
    }
}
