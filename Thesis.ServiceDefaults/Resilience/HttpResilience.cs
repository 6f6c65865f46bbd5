using System.Collections.Concurrent;
using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Thesis.ServiceDefaults;

/// <summary>
/// How HTTP calls meet trouble: 30 s in all, 10 s an attempt, at most 3 more attempts with jitter where repeating is safe,
/// and a circuit breaker for each host.
/// </summary>
internal sealed class HttpResilience(TimeProvider time)
{
    /// <summary>Hosts with a breaker of their own; further ones share one.</summary>
    private const int MaxHosts = 1_000;

    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>Set on the context of requests that may be sent again.</summary>
    public static readonly ResiliencePropertyKey<bool> IsRepeatable = new("thesis.repeatable");

    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> _pipelines = new();

    /// <summary>The pipeline of a host, as the request names it.</summary>
    public ResiliencePipeline<HttpResponseMessage> For(string host) =>
        _pipelines.GetOrAdd(_pipelines.Count < MaxHosts || _pipelines.ContainsKey(host) ? host : "", Create);

    private ResiliencePipeline<HttpResponseMessage> Create(string host) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { Name = host, TimeProvider = time }
            .AddTimeout(TotalTimeout)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(
                    IsTransient(args.Outcome) && args.Context.Properties.GetValue(IsRepeatable, false)),
                MaxRetryAttempts = 3,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = args => ValueTask.FromResult(AskedDelay(args.Outcome.Result)),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome)),
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(2),
            })
            .AddTimeout(AttemptTimeout)
            .Build();

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: (HttpRequestException and not ServiceNotFoundException) or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests } => true,
        { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };

    /// <summary>What the server asks for in Retry-After, up to the longest delay; null leaves it to the backoff.</summary>
    private static TimeSpan? AskedDelay(HttpResponseMessage? response) =>
        response?.Headers.RetryAfter?.Delta is { } asked ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestDelay.Ticks)) : null;
}
