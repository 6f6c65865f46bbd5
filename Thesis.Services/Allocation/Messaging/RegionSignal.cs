using System.Threading.Channels;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>
/// Tells this process's scheduler that a region may be due, sooner than it would look by itself. Raised before the commit
/// and by any number of handlers: it carries nothing, and holds at most one call.
/// </summary>
public sealed class RegionSignal
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _calls.Writer.TryWrite(true);

    /// <summary>Returns at the next call, or when <paramref name="most"/> has passed.</summary>
    /// <returns>True when there was a call.</returns>
    public async Task<bool> WaitAsync(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await _calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
