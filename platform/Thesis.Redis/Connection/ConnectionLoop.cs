using System.Buffers;
using Microsoft.Extensions.Logging;
using Thesis.Redis.PubSub;

namespace Thesis.Redis.Connection;

/// <summary>Keeps one link to the server: opens it, moves commands out and replies in, and when it ends opens the next.</summary>
internal sealed partial class ConnectionLoop(
    RedisOptions options,
    CommandQueue queue,
    SubscriptionRegistry registry,
    RedisTelemetry telemetry,
    TimeProvider time,
    ILogger logger)
{
    private const int BatchCommands = 512;
    private const int BatchBytes = 64 * 1024;

    private readonly ILogger _logger = logger;
    private readonly Lock _gate = new();
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ServerLink? _link;
    private CancellationTokenSource? _linkEnd;
    private Exception? _lastFailure;

    public bool IsConnected => Volatile.Read(ref _link) is not null;

    public Task Connected
    {
        get
        {
            lock (_gate)
            {
                return _connected.Task;
            }
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var delay = new ReconnectDelay(options);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var link = await OpenAsync(cancellationToken);
                delay.Reset();
                await ServeAsync(link, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // Whatever ends one link, refusing or breaking, must not end the connection: callers rely on the next.
            {
                _lastFailure = e;
                LinkFailed(options.Host, options.Port, e.Message);
            }

            await Task.Delay(delay.Next(), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Called by a timer: ends what waited too long, and the link when the server is silent.</summary>
    public void Tick()
    {
        var link = Volatile.Read(ref _link);
        queue.Expire(link is not null, Volatile.Read(ref _lastFailure));
        if (link is null)
        {
            return;
        }

        if (queue.IsServerSilent(link.LastReceivedAt))
        {
            AbortLink();
        }
        else if (time.GetElapsedTime(link.LastReceivedAt) >= options.KeepAlive && queue.Count == 0)
        {
            queue.Enqueue(new KeepAliveCommand(), bounded: false);
        }
    }

    private async Task<ServerLink> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var link = await ServerLink.OpenAsync(options, time, cancellationToken);
            telemetry.Connect(succeeded: true);
            return link;
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            telemetry.Connect(succeeded: false);
            throw;
        }
    }

    private async Task ServeAsync(ServerLink link, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var subscribe = registry.BeginLink();
        var reading = ReadAsync(link, end.Token);
        var writing = WriteAsync(link, subscribe, end.Token);
        Begin(link, end);
        LinkBegan(options.Host, options.Port, subscribe.Count);

        var ended = await Task.WhenAny(reading, writing);
        End();
        registry.EndLink();
        await end.CancelAsync();
        await link.AbortAsync();
        await Task.WhenAll(reading, writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var cause = ended.Exception?.InnerException ?? new IOException("The server was silent and was given up.");
        queue.FailSent(cause, disposed: cancellationToken.IsCancellationRequested);
        cancellationToken.ThrowIfCancellationRequested();
        throw cause;
    }

    private async Task ReadAsync(ServerLink link, CancellationToken cancellationToken)
    {
        while (true)
        {
            var value = await link.Reader.ReadAsync(cancellationToken);
            if (value.Type == RedisType.Push)
            {
                registry.OnPush(value);
                continue;
            }

            var owner = queue.DequeueSent()
                ?? throw new RedisException(RedisFailure.Protocol, "The server sent a reply that no command asked for.");
            owner.Reply(value);
        }
    }

    private async Task WriteAsync(ServerLink link, IReadOnlyList<PendingCommand> first, CancellationToken cancellationToken)
    {
        foreach (var command in first)
        {
            link.Output.Write(command.Command.Encoded);
        }

        await link.Output.FlushAsync(cancellationToken);
        var batch = new PendingCommand[BatchCommands];
        while (true)
        {
            var count = queue.Take(batch, BatchBytes);
            if (count == 0)
            {
                await queue.WaitForWorkAsync(cancellationToken);
                continue;
            }

            foreach (var command in batch.AsSpan(0, count))
            {
                link.Output.Write(command.Command.Encoded);
            }

            Array.Clear(batch, 0, count);
            await link.Output.FlushAsync(cancellationToken);
        }
    }

    private void Begin(ServerLink link, CancellationTokenSource end)
    {
        lock (_gate)
        {
            _linkEnd = end;
            Volatile.Write(ref _link, link);
            _connected.TrySetResult();
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _linkEnd = null;
            Volatile.Write(ref _link, null);
            _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void AbortLink()
    {
        lock (_gate)
        {
            _linkEnd?.Cancel();
        }
    }

    /// <summary>A PING whose reply nobody waits for; its absence shows as silence.</summary>
    private sealed class KeepAliveCommand() : PendingCommand(Ping)
    {
        private static readonly RedisCommand Ping = RedisCommand.Of("PING");

        public override bool IsSettled => false;

        public override bool HasDeadline => false;

        public override void Reply(in RedisValue value)
        {
        }

        public override void Fail(RedisException failure)
        {
        }
    }
}
