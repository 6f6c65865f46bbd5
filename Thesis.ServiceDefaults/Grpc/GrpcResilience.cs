using System.Net;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Polly;
using Polly.CircuitBreaker;

namespace Thesis.ServiceDefaults;

/// <summary>What happens when a service cannot be reached: reads are tried again, and whoever keeps failing is left alone.</summary>
internal static class GrpcResilience
{
    private const string StatusHeader = "grpc-status";

    /// <summary>Retries of the methods that the contract marks as NO_SIDE_EFFECTS, as long as most calls succeed.</summary>
    public static ServiceConfig RetriesOf(ServiceDescriptor contract)
    {
        var reads = new MethodConfig
        {
            RetryPolicy = new RetryPolicy
            {
                MaxAttempts = 4,
                InitialBackoff = TimeSpan.FromMilliseconds(50),
                MaxBackoff = TimeSpan.FromSeconds(1),
                BackoffMultiplier = 2,
                RetryableStatusCodes = { StatusCode.Unavailable },
            },
        };
        foreach (var method in contract.Methods.Where(IsRead))
        {
            reads.Names.Add(new MethodName { Service = contract.FullName, Method = method.Name });
        }

        return new ServiceConfig
        {
            MethodConfigs = { reads },
            RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 20, TokenRatio = 0.1 },
        };
    }

    /// <summary>Adds the circuit breaker. A call that the server refuses ends in the headers of its answer, where it is seen.</summary>
    public static void AddBreaker(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) => pipeline.AddCircuitBreaker(
        new CircuitBreakerStrategyOptions<HttpResponseMessage>
        {
            ShouldHandle = args => ValueTask.FromResult(IsOutage(args.Outcome)),
            FailureRatio = 0.5,
            MinimumThroughput = 20,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(2),
        });

    private static bool IsRead(MethodDescriptor method) =>
        method.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects;

    private static bool IsOutage(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException } => true,
        { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        { Result.Headers: var headers } when headers.TryGetValues(StatusHeader, out var status) =>
            status.First() is "14" or "4", // UNAVAILABLE, DEADLINE_EXCEEDED
        _ => false,
    };
}
