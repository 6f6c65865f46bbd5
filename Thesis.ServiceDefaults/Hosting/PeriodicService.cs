using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Does something again and again until the process ends. A round that fails, whatever the reason, is logged and tried again,
/// after pauses that grow to ten times the interval while it keeps failing.
/// </summary>
public abstract partial class PeriodicService(TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>Batches that one round should do at most; what is left waits for the next, so that a backlog leaves room for others.</summary>
    protected const int MostBatches = 20;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Time between rounds.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>One round.</summary>
    public abstract Task RunOnceAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RunAsync(Interval, RunOnceAsync, (e, failures) => LogFailed(e, GetType().Name, failures), time, stoppingToken);

    /// <summary>The same for something that is not a service of its own; returns once cancelled.</summary>
    internal static async Task RunAsync(
        TimeSpan interval, Func<CancellationToken, Task> round, Action<Exception, int> failed, TimeProvider time, CancellationToken cancellationToken)
    {
        const int MaxGrowth = 10;
        var failures = 0;
        while (true)
        {
            await Task.Delay(interval * Math.Min(Math.Pow(2, failures), MaxGrowth), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            try
            {
                await round(cancellationToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // Whatever failed, a later round tries again.
            {
                failed(e, ++failures);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A round of {Service} failed ({Failures} in a row) and is tried again later.")]
    private partial void LogFailed(Exception exception, string service, int failures);
}
