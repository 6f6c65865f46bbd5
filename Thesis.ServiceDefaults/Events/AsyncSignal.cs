using System.Threading.Channels;

namespace Thesis.ServiceDefaults;

/// <summary>Wakes one waiting loop; signals that come together count as one.</summary>
internal sealed class AsyncSignal(TimeProvider time)
{
    private readonly Channel<byte> _channel =
        Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(0);

    /// <summary>Waits for a signal. False if none came in time.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!_channel.Reader.TryRead(out _))
        {
            using var timer = new CancellationTokenSource(timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
            Task wait = _channel.Reader.WaitToReadAsync(either.Token).AsTask();
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            return _channel.Reader.TryRead(out _);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return true;
    }
}
