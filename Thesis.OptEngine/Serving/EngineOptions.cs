using System.ComponentModel.DataAnnotations;

namespace Thesis.OptEngine.Serving;

/// <summary>How much the engine takes on at once. Section <c>Engine</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>Problems solved at the same time; 0 takes one for every two processors.</summary>
    [Range(0, 64)]
    public int MaxConcurrency { get; set; }

    /// <summary>Calls that wait for their turn; more are refused as RESOURCE_EXHAUSTED.</summary>
    [Range(0, 10_000)]
    public int MaxWaiting { get; set; } = 32;

    /// <summary>Largest request by gRPC, bytes.</summary>
    [Range(1 << 16, 1 << 30)]
    public int MaxRequestBytes { get; set; } = 64 << 20;

    internal int Concurrency => MaxConcurrency > 0 ? MaxConcurrency : Math.Max(1, Environment.ProcessorCount / 2);
}
