using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Thesis.Grpc;

namespace Thesis.ServiceDefaults;

/// <summary>What happens when a service cannot be reached.</summary>
internal static class GrpcResilience
{
    private const int Retries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(1);

    /// <summary>One pipeline for reads and one for writes, which share the circuit breaker.</summary>
    public static (ResiliencePipeline Reads, ResiliencePipeline Writes) Create(string service, TimeProvider time)
    {
        var breaker = new ResiliencePipelineBuilder { Name = service, TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(e => e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded),
                FailureRatio = 0.5,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(2),
            })
            .Build();
        var reads = new ResiliencePipelineBuilder { Name = service, TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(e => e.StatusCode == StatusCode.Unavailable),
                MaxRetryAttempts = Retries,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            })
            .AddPipeline(breaker)
            .Build();
        return (reads, breaker);
    }
}
