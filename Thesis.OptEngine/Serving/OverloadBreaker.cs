using Microsoft.Extensions.Options;

namespace Thesis.OptEngine.Serving;

/// <summary>
/// Opens after a number of calls in a row that the engine had no turn for: calls are then refused at once, which costs
/// nothing, until a while has passed and one call is let through. If that is served, the breaker closes.
/// </summary>
public sealed class OverloadBreaker(IOptions<EngineOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _overloads;
    private DateTimeOffset? _openUntil;

    /// <summary>Whether a call may be tried. A call that was let through reports back.</summary>
    public bool Allows()
    {
        lock (_lock)
        {
            if (_openUntil is not { } until)
            {
                return true;
            }

            if (time.GetUtcNow() < until)
            {
                return false;
            }

            // One call is let through; the others wait for what comes of it, or for another such pause.
            _openUntil = time.GetUtcNow() + options.Value.BreakTime;
            return true;
        }
    }

    /// <summary>A call had its turn.</summary>
    public void Served()
    {
        lock (_lock)
        {
            (_overloads, _openUntil) = (0, null);
        }
    }

    /// <summary>A call found no turn.</summary>
    public void Overloaded()
    {
        lock (_lock)
        {
            if (++_overloads >= options.Value.OverloadsBeforeBreak)
            {
                _openUntil = time.GetUtcNow() + options.Value.BreakTime;
            }
        }
    }
}
