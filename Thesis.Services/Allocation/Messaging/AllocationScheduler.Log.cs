using Thesis.Services.Allocation.Domain;

namespace Thesis.Services.Allocation.Messaging;

public sealed partial class AllocationScheduler
{
    [LoggerMessage(1, LogLevel.Information, "Asked the engine about {Region}, run {RunId}, because of a {Cause}")]
    private partial void LogStarted(string region, long runId, RunCause cause);

    [LoggerMessage(2, LogLevel.Warning, "The engine did not answer run {RunId} of {Region} in time; the region is solved again")]
    private partial void LogUnanswered(string region, long runId);

    [LoggerMessage(3, LogLevel.Warning, "The scheduler's tick failed; it is tried again")]
    private partial void LogTickFailed(Exception fault);
}
