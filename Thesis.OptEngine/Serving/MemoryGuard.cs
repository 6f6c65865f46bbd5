using Microsoft.Extensions.Options;

namespace Thesis.OptEngine.Serving;

/// <summary>
/// Ends a solve that takes more memory than its job may. The heap is one for all jobs, so what is watched is their sum:
/// what lives on it beyond what lived when the first of them began, against <see cref="EngineOptions.MaxJobMegabytes"/>
/// for each that runs. With one job at a time, the default of a small machine, that is exact; with several, the job of the
/// largest problem is the one to end. A solve that is ended answers with its best plan so far.
/// </summary>
public sealed class MemoryGuard(IOptions<EngineOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    // A look that finds too much has to collect garbage to know; it must not happen all the time.
    private static readonly TimeSpan CollectInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Guarded> _running = [];
    private ITimer? _timer;
    private long _before;
    private long? _collectedAt;

    /// <summary>Watches a solve until what is returned is disposed.</summary>
    /// <param name="reckonedBytes">Size of its problem, to tell which of several to end.</param>
    /// <param name="cancellationToken">Ends the solve as well.</param>
    public Guarded Enter(long reckonedBytes, CancellationToken cancellationToken)
    {
        var guarded = new Guarded(this, reckonedBytes, CancellationTokenSource.CreateLinkedTokenSource(cancellationToken));
        lock (_lock)
        {
            if (_running.Count == 0)
            {
                _before = GC.GetTotalMemory(forceFullCollection: false);
                _timer = time.CreateTimer(_ => Look(), null, LookInterval, LookInterval);
            }

            _running.Add(guarded);
        }

        return guarded;
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            if (_running.Count > 0 && IsTooMuch())
            {
                _running.MaxBy(guarded => guarded.ReckonedBytes)?.End();
            }
        }
    }

    /// <summary>What may be garbage counts at first; if it is too much, what is left of it after a collection.</summary>
    private bool IsTooMuch()
    {
        long most = _before + _running.Count(guarded => !guarded.IsOver) * options.Value.Limits.MostBytes;
        if (GC.GetTotalMemory(forceFullCollection: false) <= most || (_collectedAt is { } last && time.GetElapsedTime(last) < CollectInterval))
        {
            return false;
        }

        GC.Collect();
        _collectedAt = time.GetTimestamp();
        return GC.GetTotalMemory(forceFullCollection: false) > most;
    }

    private void Leave(Guarded guarded)
    {
        lock (_lock)
        {
            _running.Remove(guarded);
            if (_running.Count == 0)
            {
                _timer?.Dispose();
            }
        }
    }

    /// <summary>A solve under watch.</summary>
    public sealed class Guarded(MemoryGuard guard, long reckonedBytes, CancellationTokenSource source) : IDisposable
    {
        /// <summary>Size of the problem as it was reckoned.</summary>
        public long ReckonedBytes => reckonedBytes;

        /// <summary>Ends the solve.</summary>
        public CancellationToken Token => source.Token;

        /// <summary>Whether the solve was ended for its memory.</summary>
        public bool IsOver { get; private set; }

        public void Dispose()
        {
            guard.Leave(this);
            source.Dispose();
        }

        internal void End()
        {
            IsOver = true;
            // Not here: what listens to the token would run under the guard's lock.
            _ = source.CancelAsync();
        }
    }
}
