namespace Thesis.ServiceDefaults;

/// <summary>Runs what must not end before the process does.</summary>
internal static class Persistently
{
    private const double FirstPauseMilliseconds = 200;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    /// <summary>Starts the work again after each failure, whatever failed, with pauses that grow to 5 s; returns once cancelled.</summary>
    /// <param name="work">Is given what to call once it is well under way, so that the next failure counts as the first.</param>
    /// <param name="failed">Logs the failure and how many there were in a row.</param>
    public static async Task RunAsync(
        Func<Action, CancellationToken, Task> work, Action<Exception, int> failed, TimeProvider time, CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await work(() => failures = 0, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // Whatever broke, starting over is the remedy.
            {
                failed(e, ++failures);
                await Task.Delay(Pause(failures), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = TimeSpan.FromMilliseconds(FirstPauseMilliseconds * Math.Pow(2, Math.Min(failures - 1, 6)));
        return pause < MaxPause ? pause : MaxPause;
    }
}
