namespace Thesis.Dashboard.Storage;

/// <summary>
/// Tells any number of watchers that something changed, without telling what: each looks for itself from where it was.
/// Nothing is queued, so that a slow watcher costs nothing.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _watched;

    /// <summary>Completes at the next change. Take it before looking, or a change in between is missed.</summary>
    public Task Next
    {
        get
        {
            Volatile.Write(ref _watched, 1);
            return Volatile.Read(ref _next).Task;
        }
    }

    public void Raise()
    {
        if (Interlocked.Exchange(ref _watched, 0) != 0)
        {
            Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
