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
    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _start = new(0);
    private readonly CountdownEvent _helping = new(1);
    private Action<int, int> _task = static (_, _) => { };
    private Func<bool> _interrupted = static () => false;
    private int _count, _next, _skipped, _failedTask;
    private ExceptionDispatchInfo? _failure;
    private volatile bool _closing;

    /// <param name="threads">Threads that work, the caller's among them.</param>
    public WorkCrew(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MostThreads);
        _helpers = new Thread[threads - 1];
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
        (_next, _skipped, _failure, _failedTask) = (0, 0, null, int.MaxValue);
        int helpers = Math.Min(_helpers.Length, count - 1);
        if (helpers > 0)
        {
            _helping.Reset(helpers);
            _start.Release(helpers);
        }

        Work(0);
        if (helpers > 0)
        {
            _helping.Wait();
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

        _closing = true;
        if (_helpers.Length > 0)
        {
            _start.Release(_helpers.Length);
        }

        foreach (var helper in _helpers)
        {
            helper.Join();
        }

        _start.Dispose();
        _helping.Dispose();
    }

    private void Help(int worker)
    {
        while (true)
        {
            _start.Wait();
            if (_closing)
            {
                return;
            }

            Work(worker);
            _helping.Signal();
        }
    }

    private void Work(int worker)
    {
        int at;
        while ((at = Interlocked.Increment(ref _next) - 1) < _count)
        {
            if (_failure is not null || _interrupted())
            {
                Interlocked.Increment(ref _skipped);
                return;
            }

            try
            {
                _task(worker, at);
            }
            catch (Exception e) // Whatever a task throws is the caller's to see: it is thrown again on the caller's thread.
            {
                Note(e, at);
            }
        }
    }

    private void Note(Exception failure, int at)
    {
        lock (_helpers)
        {
            if (at < _failedTask)
            {
                (_failedTask, _failure) = (at, ExceptionDispatchInfo.Capture(failure));
            }
        }
    }
}
