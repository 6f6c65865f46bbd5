namespace Thesis.OptEngine.Serving;

/// <summary>A bounded number of turns at a time, given by priority, then by rank, and then first come, first served.</summary>
/// <param name="turns">Turns at the same time.</param>
internal sealed class TurnQueue(int turns)
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<bool>, (int, double, long)> _waiting = new();
    private int _free = turns;
    private long _arrivals;

    /// <summary>Whoever waits, those included that have given up and not been passed over yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Waits for a turn; give it back with <see cref="Release"/>.</summary>
    /// <param name="priority">Higher goes first.</param>
    /// <param name="mostWaiting">Places to wait; null for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting: <see cref="OperationCanceledException"/>.</param>
    /// <param name="rank">Among equal priorities the lower goes first, then whoever came first.</param>
    /// <returns>False when all turns are taken and there is no place to wait.</returns>
    public async Task<bool> EnterAsync(int priority, int? mostWaiting, CancellationToken cancellationToken, double rank = 0)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<bool> turn;
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return true;
            }

            if (_waiting.Count >= mostWaiting)
            {
                return false;
            }

            turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn, (-priority, rank, _arrivals++));
        }

        using (cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)))
        {
            return await turn.Task;
        }
    }

    /// <summary>Gives the turn to the first who still waits.</summary>
    public void Release()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult(true))
                {
                    return;
                }
            }

            _free++;
        }
    }
}
