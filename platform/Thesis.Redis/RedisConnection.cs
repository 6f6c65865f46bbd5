using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Thesis.Redis.Connection;
using Thesis.Redis.PubSub;

namespace Thesis.Redis;

/// <summary>
/// One connection to one Redis server (6 or later), shared by any number of callers: their commands are pipelined, the replies
/// come back in order. It connects by itself and again whenever it breaks. A command is sent at most once: what was not sent waits
/// for a connection (<see cref="RedisOptions.ConnectionWait"/>); what was sent and not answered fails, with
/// <see cref="RedisException.MayHaveRun"/> set. Subscriptions outlive breaks.
/// </summary>
public sealed partial class RedisConnection : IAsyncDisposable
{
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RedisTelemetry _telemetry;
    private readonly CommandQueue _queue;
    private readonly SubscriptionRegistry _registry;
    private readonly ConnectionLoop _loop;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _ticks;
    private readonly Task _running;
    private int _disposed;

    private RedisConnection(RedisOptions options, TimeProvider time, ILogger logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _queue = new CommandQueue(options, time);
        _telemetry = new RedisTelemetry(options, () => _queue.Count, () => IsConnected);
        _registry = new SubscriptionRegistry(_queue, options, _telemetry, logger);
        _loop = new ConnectionLoop(options, _queue, _registry, _telemetry, time, logger);
        _running = Task.Run(() => _loop.RunAsync(_stop.Token));
        var interval = TickInterval(options);
        _ticks = time.CreateTimer(_ => Tick(), null, interval, interval);
    }

    /// <summary>The name of the activity source and of the meter.</summary>
    public const string TelemetryName = RedisTelemetry.Name;

    public bool IsConnected => _loop.IsConnected;

    /// <summary>Commands waiting to be sent or for their reply.</summary>
    public int PendingCommands => _queue.Count;

    /// <summary>Returns at once and connects in the background.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static RedisConnection Create(RedisOptions options, TimeProvider? timeProvider = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new RedisConnection(options, timeProvider ?? TimeProvider.System, logger ?? NullLogger.Instance);
    }

    /// <summary>Waits until there is a connection that answers.</summary>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default) => _loop.Connected.WaitAsync(cancellationToken);

    /// <summary>Sends a command and returns its reply. Leaving early by cancellation does not take a sent command back.</summary>
    /// <exception cref="RedisServerException">The server answered with an error.</exception>
    /// <exception cref="RedisException">No reply; <see cref="RedisException.Failure"/> says why.</exception>
    public ValueTask<RedisValue> ExecuteAsync(RedisCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        return _telemetry.IsEnabled ? ObservedAsync(command, cancellationToken) : SendAsync(command, cancellationToken);
    }

    /// <summary>
    /// Calls <paramref name="onMessage"/> for each message published to the channel, one at a time and in order, from when the task
    /// returned completes until the result is disposed.
    /// </summary>
    /// <param name="channel">The channel's exact name.</param>
    /// <param name="onMessage">Runs apart from the connection; when it throws, that is logged and the next message follows.</param>
    /// <param name="onGap">Called in order with the messages where some are missing: after a reconnect or when the buffer was full.</param>
    /// <param name="sharded">A sharded channel (SSUBSCRIBE, SPUBLISH), which in a cluster stays within one shard.</param>
    /// <param name="cancellationToken">Gives up waiting for the subscription; it has no effect afterwards.</param>
    /// <exception cref="RedisException">The server refused or did not confirm within <see cref="RedisOptions.CommandTimeout"/>.</exception>
    public async Task<IAsyncDisposable> SubscribeAsync(
        string channel,
        Func<RedisMessage, ValueTask> onMessage,
        Func<RedisGap, ValueTask>? onGap = null,
        bool sharded = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ArgumentNullException.ThrowIfNull(onMessage);
        ThrowIfDisposed();
        var subscription = new Subscription(
            new ChannelKey(channel, sharded), _registry, _options.SubscriptionBuffer, onMessage, onGap, _logger);
        var ready = false;
        try
        {
            await _registry.Add(subscription).WaitAsync(_options.CommandTimeout, _time, cancellationToken).ConfigureAwait(false);
            ready = true;
            return subscription;
        }
        catch (TimeoutException e)
        {
            throw new RedisException(
                RedisFailure.Timeout, $"{_options} did not confirm a subscription within {_options.CommandTimeout.TotalMilliseconds:0} ms.", false, e);
        }
        finally
        {
            if (!ready)
            {
                subscription.End();
                _ = _registry.RemoveAsync(subscription);
            }
        }
    }

    /// <summary>Fails what is pending and ends all subscriptions.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _ticks.DisposeAsync();
        _queue.Close();
        await _stop.CancelAsync();
        await _running;
        _registry.Close();
        _queue.Dispose();
        _telemetry.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<RedisValue> SendAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new CallerCommand(command);
        _queue.Enqueue(pending);
        RedisValue reply;
        if (cancellationToken.CanBeCanceled)
        {
            using var leave = cancellationToken.UnsafeRegister(
                static (state, token) => ((CallerCommand?)state)?.Cancel(token), pending);
            reply = await pending.Task.ConfigureAwait(false);
        }
        else
        {
            reply = await pending.Task.ConfigureAwait(false);
        }

        return reply.Type == RedisType.Error ? throw new RedisServerException(reply.AsString() ?? "") : reply;
    }

    private async ValueTask<RedisValue> ObservedAsync(RedisCommand command, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var activity = _telemetry.Start(command.Name);
        string? error = null;
        try
        {
            return await SendAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e)
        {
            error = e.Code;
            throw;
        }
        catch (RedisException e)
        {
            error = e.Failure.ToString();
            throw;
        }
        catch (OperationCanceledException)
        {
            error = "cancelled";
            throw;
        }
        finally
        {
            _telemetry.Stop(activity, command.Name, Stopwatch.GetElapsedTime(startedAt), error);
        }
    }

    private void Tick()
    {
        // The timer may fire once more while the connection is being disposed.
        if (Volatile.Read(ref _disposed) == 0)
        {
            _loop.Tick();
        }
    }

    private void ThrowIfDisposed()
    {
        if (Volatile.Read(ref _disposed) != 0)
        {
            throw new RedisException(RedisFailure.Disposed, $"The connection to {_options} is disposed.");
        }
    }

    private static TimeSpan TickInterval(RedisOptions options)
    {
        var shortest = Math.Min(options.CommandTimeout.TotalMilliseconds, options.ConnectionWait.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Clamp(Math.Min(shortest, options.KeepAlive.TotalMilliseconds) / 8, 5, 250));
    }
}
