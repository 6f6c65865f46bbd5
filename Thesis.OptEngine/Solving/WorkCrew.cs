using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Thesis.OptEngine.Solving;

/// <summary>
/// A fixed set of threads that carry out numbered tasks. The crew decides who does a task and when, never what the task
/// yields: tasks of one run must touch nothing in common, and what they leave is put together in the order of their
/// numbers by the caller, so that the outcome is the same on any number of threads. One run at a time.
/// </summary>
internal sealed class WorkCrew : IDisposable
{
    public const int MostThreads = 256;
    private const int Apart = 16; // counters to a cache line
    private static readonly TimeSpan Patience = TimeSpan.FromMicroseconds(200);
    private readonly Thread[] _helpers;
    private readonly Lock _failing = new();
    private readonly object _begin = new(), _end = new(); // for Monitor's Wait and Pulse
    private Action<int, int> _task = static (_, _) => { };
    private Func<bool> _interrupted = static () => false;
    private readonly int[] _next; // by share, Apart
    private int _count, _skipped, _failedTask, _run, _shares, _working, _busy;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _closing;

    /// <param name="threads">Threads that work, the caller's among them.</param>
    public WorkCrew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MostThreads);
        (_helpers, _next) = (new Thread[threads - 1], new int[threads * Apart]);
        for (int i = 0; i < _helpers.Length; i++)
        {
            int worker = i + 1;
            _helpers[i] = new Thread(() => Help(worker)) { IsBackground = true, Name = $"solver {worker}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads that work.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Does the tasks 0 to below <paramref name="count"/>, each once, and returns when all are done.</summary>
    /// <param name="count">How many tasks.</param>
    /// <param name="task">Called with the worker's number, below <see cref="Threads"/>, for scratch space that leaves no
    /// trace in the outcome, and the task's number.</param>
    /// <param name="interrupted">Asked before each task, on any thread; true leaves out the tasks not yet begun.</param>
    /// <returns>Whether every task was done.</returns>
    /// <remarks>The failure of the lowest-numbered task that failed is thrown, once no thread is at work.</remarks>
    public bool Run(int count, Action<int, int> task, Func<bool>? interrupted = null)
    {
        ObjectDisposedException.ThrowIf(_closing, this);
        (_count, _task, _interrupted) = (count, task, interrupted ?? (static () => false));
        (_skipped, _failure, _failedTask) = (0, null, int.MaxValue);
        int helpers = Math.Clamp(count - 1, 0, _helpers.Length);
        Share(helpers + 1);
        if (helpers > 0)
        {
            Begin(helpers);
        }

        Work(0);
        if (helpers > 0 && !SpinUntil(() => Volatile.Read(ref _busy) == 0))
        {
            lock (_end)
            {
                while (Volatile.Read(ref _busy) > 0)
                {
                    Monitor.Wait(_end);
                }
            }
        }

        _failure?.Throw();
        return _skipped == 0;
    }

    public void Dispose()
    {
        if (_closing)
        {
            return;
        }

        lock (_begin)
        {
            _closing = true;
            Monitor.PulseAll(_begin);
        }

        foreach (var helper in _helpers)
        {
            helper.Join();
        }
    }

    /// <summary>Gives each worker tasks of consecutive numbers, the same in every run of as many tasks: what they left in a
    /// core's cache is there when that core comes back to them.</summary>
    private void Share(int shares)
    {
        for (int i = 0; i < shares; i++)
        {
            _next[i * Apart] = (int)((long)i * _count / shares);
        }

        _shares = shares;
    }

    private void Begin(int helpers)
    {
        lock (_begin)
        {
            (_working, _busy) = (helpers, helpers);
            Volatile.Write(ref _run, _run + 1);
            Monitor.PulseAll(_begin);
        }
    }

    private void Help(int worker)
    {
        int seen = 0;
        while (Await(ref seen, worker, out bool works))
        {
            if (!works)
            {
                continue;
            }

            Work(worker);
            if (Interlocked.Decrement(ref _busy) == 0)
            {
                lock (_end)
                {
                    Monitor.PulseAll(_end);
                }
            }
        }
    }

    /// <summary>Waits for a run after the one that was seen last; false when the crew is disposed.</summary>
    private bool Await(ref int seen, int worker, out bool works)
    {
        int last = seen;
        SpinUntil(() => Volatile.Read(ref _run) != last || _closing);
        lock (_begin)
        {
            while (_run == last && !_closing)
            {
                Monitor.Wait(_begin);
            }

            (seen, works) = (_run, worker <= _working);
        }

        return !_closing;
    }

    /// <summary>Looks for a while before a thread goes to sleep: runs follow each other within microseconds, and to be woken
    /// takes longer than many of them.</summary>
    private static bool SpinUntil(Func<bool> condition)
    {
        long start = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                return false;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }

    /// <summary>Does a worker's own share, then what is left of the others'.</summary>
    private void Work(int worker)
    {
        for (int i = 0; i < _shares; i++)
        {
            int share = (worker + i) % _shares, end = (int)((share + 1L) * _count / _shares), at;
            while ((at = Interlocked.Increment(ref _next[share * Apart]) - 1) < end)
            {
                if (_failure is not null || _interrupted())
                {
                    Interlocked.Increment(ref _skipped);
                    return;
                }

                Do(worker, at);
            }
        }
    }

    private void Do(int worker, int task)
    {
        try
        {
            _task(worker, task);
        }
        catch (Exception e) // Whatever a task throws is the caller's to see: it is thrown again on the caller's thread.
        {
            Note(e, task);
        }
    }

    private void Note(Exception failure, int at)
    {
        lock (_failing)
        {
            if (at < _failedTask)
            {
                (_failedTask, _failure) = (at, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }
}
