using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers.Api;

/// <summary>
/// Bounds the requests that wait for Orders inside a transaction. Each holds a database connection meanwhile; if they could
/// hold them all, Orders, which may share the pool, would have none left to answer with.
/// </summary>
public sealed class OrderCallGate(IOptions<DriversOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.MostOrderCalls,
        QueueLimit = options.Value.MostQueuedOrderCalls,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for a permit; dispose of it to let the next one in.</summary>
    /// <exception cref="ProblemException">503: too many wait already.</exception>
    public async ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken)
    {
        var lease = await limiter.AcquireAsync(1, cancellationToken);
        return lease.IsAcquired ? lease : throw new ProblemException(Problems.Of(
            StatusCodes.Status503ServiceUnavailable,
            "busy",
            "Too many drivers report at once.",
            "Nothing was changed; try again shortly, with the same Idempotency-Key."));
    }

    public void Dispose() => limiter.Dispose();
}

/// <summary>Puts endpoints behind the gate.</summary>
internal static class OrderCallGateExtensions
{
    /// <summary>Lets a request in before its transaction begins; call it after <c>AsCommand</c>.</summary>
    public static RouteHandlerBuilder BehindOrderCallGate(this RouteHandlerBuilder endpoint)
    {
        endpoint.Finally(built =>
        {
            if (built.RequestDelegate is { } inner)
            {
                built.RequestDelegate = async http =>
                {
                    if (http.RequestServices.GetRequiredService<CommandContext>().IsOpen)
                    {
                        throw new InvalidOperationException("The gate must stand before the transaction, or those who wait hold connections.");
                    }

                    using var lease = await http.RequestServices.GetRequiredService<OrderCallGate>().EnterAsync(http.RequestAborted);
                    await inner(http);
                };
            }
        });
        return endpoint;
    }
}
