namespace Thesis.OptEngine.Serving;

public sealed partial class AllocationJob
{
    [LoggerMessage(1, LogLevel.Information,
        "Run {RunId} of {Region}: {Status}, {Allocations} allocations, gap {Gap}, {SolveMs} ms, attempt {Attempt}.")]
    private partial void LogSolved(long runId, string region, string status, int allocations, double gap, int solveMs, int attempt);

    [LoggerMessage(2, LogLevel.Warning, "Whether run {RunId} was cancelled cannot be seen: the database does not answer.")]
    private partial void LogNotWatched(Exception fault, long runId);
}
