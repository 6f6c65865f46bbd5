namespace Thesis.Services.Allocation.Messaging;

public sealed partial class RunApplication
{
    [LoggerMessage(1, LogLevel.Information, "Applied run {RunId} of {Region}: {Lots} lots reserved, {Dropped} dropped, engine said {Status}")]
    private partial void LogApplied(string region, long runId, int lots, int dropped, string status);

    [LoggerMessage(2, LogLevel.Information, "Run {RunId} does not wait for an answer; the answer changes nothing")]
    private partial void LogLateAnswer(long runId);
}
