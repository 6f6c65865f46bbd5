using System.Collections.Concurrent;

namespace Thesis.OptEngine.Serving;

/// <summary>The calls under way that have a name, so that another call can end them. As many as the queue holds at most.</summary>
public sealed class NamedSolves
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);

    /// <summary>Registers a call; an empty name registers nothing.</summary>
    /// <param name="name">The call's <c>solve_id</c>.</param>
    /// <param name="cancellationToken">Ends the call as well.</param>
    /// <param name="stop">What ends the call; dispose it when the call has ended.</param>
    /// <returns>False when a call of that name is under way.</returns>
    public bool TryAdd(string name, CancellationToken cancellationToken, out Registration stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop = new Registration(this, name, source);
        if (name == "" || _calls.TryAdd(name, source))
        {
            return true;
        }

        source.Dispose();
        return false;
    }

    /// <summary>Ends a call; false when none of that name is under way.</summary>
    public bool Stop(string name)
    {
        if (!_calls.TryRemove(name, out var source))
        {
            return false;
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return false; // It ended in between.
        }

        return true;
    }

    /// <summary>A call under way.</summary>
    public sealed class Registration(NamedSolves calls, string name, CancellationTokenSource source) : IDisposable
    {
        public CancellationToken Token => source.Token;

        public void Dispose()
        {
            calls._calls.TryRemove(new(name, source));
            source.Dispose();
        }
    }
}
