namespace Thesis.Redis.Connection;

/// <summary>
/// The commands of one connection: those waiting to be sent and those sent, in order. The server answers in order, so the oldest
/// sent command owns the next reply. A command leaves the second queue by its reply or by the end of the link it was sent on,
/// never by its caller leaving; that keeps replies and callers matched.
/// </summary>
internal sealed class CommandQueue(RedisOptions options, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PendingCommand> _waiting = new();
    private readonly Queue<PendingCommand> _sent = new();
    private readonly SemaphoreSlim _work = new(0);
    private bool _writerIdle;
    private long _bytes;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _sent.Count;
            }
        }
    }

    /// <exception cref="RedisException">The queue is full or closed; the command will not be sent.</exception>
    public void Enqueue(PendingCommand command, bool bounded = true)
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw Closed();
            }

            var size = command.Command.Encoded.Length;
            if (bounded && (_waiting.Count + _sent.Count >= options.MaxPendingCommands || _bytes + size > options.MaxPendingBytes))
            {
                throw new RedisException(
                    RedisFailure.QueueFull,
                    $"{command.Command.Name} was not sent: {_waiting.Count + _sent.Count} commands of {_bytes} bytes are pending on {options} "
                    + $"(bounds: {options.MaxPendingCommands} commands, {options.MaxPendingBytes} bytes).");
            }

            _bytes += size;
            command.QueuedAt = time.GetTimestamp();
            _waiting.Enqueue(command);
            if (_writerIdle)
            {
                _writerIdle = false;
                _work.Release();
            }
        }
    }

    /// <summary>Moves waiting commands to the sent ones and into <paramref name="batch"/>, to be written now and in that order.</summary>
    /// <returns>How many; 0 when nothing waits, and then <see cref="WaitForWorkAsync"/> is to be awaited.</returns>
    public int Take(Span<PendingCommand> batch, int maxBytes)
    {
        var count = 0;
        var bytes = 0;
        lock (_gate)
        {
            while (count < batch.Length && bytes < maxBytes && _waiting.TryDequeue(out var command))
            {
                if (command.IsSettled)
                {
                    _bytes -= command.Command.Encoded.Length;
                    command.Dropped();
                    continue;
                }

                command.SentAt = time.GetTimestamp();
                bytes += command.Command.Encoded.Length;
                _sent.Enqueue(command);
                batch[count++] = command;
            }

            _writerIdle = count == 0;
        }

        return count;
    }

    public Task WaitForWorkAsync(CancellationToken cancellationToken) => _work.WaitAsync(cancellationToken);

    /// <summary>Commands sent ahead of all that wait, at the beginning of a link.</summary>
    public void AddSent(IEnumerable<PendingCommand> commands)
    {
        lock (_gate)
        {
            foreach (var command in commands)
            {
                command.QueuedAt = command.SentAt = time.GetTimestamp();
                _bytes += command.Command.Encoded.Length;
                _sent.Enqueue(command);
            }
        }
    }

    public PendingCommand? PeekSent()
    {
        lock (_gate)
        {
            return _sent.TryPeek(out var command) ? command : null;
        }
    }

    /// <summary>Takes the command that the reply just read belongs to.</summary>
    public PendingCommand? DequeueSent()
    {
        lock (_gate)
        {
            if (!_sent.TryDequeue(out var command))
            {
                return null;
            }

            _bytes -= command.Command.Encoded.Length;
            return command;
        }
    }

    /// <summary>The link they were sent on is gone: nobody can know whether they ran.</summary>
    public void FailSent(Exception cause, bool disposed)
    {
        while (DequeueSent() is { } command)
        {
            command.Fail(new RedisException(
                disposed ? RedisFailure.Disposed : RedisFailure.ConnectionLost,
                $"The connection to {options} broke before the reply to {command.Command.Name}; it may have run. {cause.Message}",
                mayHaveRun: true,
                cause));
        }
    }

    /// <summary>Fails what waited too long, and drops settled commands that nobody will send.</summary>
    public void Expire(bool connected, Exception? lastFailure)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            foreach (var command in _sent)
            {
                if (command.HasDeadline && !command.IsSettled && time.GetElapsedTime(command.QueuedAt, now) >= options.CommandTimeout)
                {
                    command.Fail(new RedisException(
                        RedisFailure.Timeout,
                        $"No reply to {command.Command.Name} from {options} within {options.CommandTimeout.TotalMilliseconds:0} ms; it may have run.",
                        mayHaveRun: true));
                }
            }

            var patience = connected || options.ConnectionWait > options.CommandTimeout ? options.CommandTimeout : options.ConnectionWait;
            while (_waiting.TryPeek(out var command)
                && (command.IsSettled || time.GetElapsedTime(command.QueuedAt, now) >= patience))
            {
                _waiting.Dequeue();
                _bytes -= command.Command.Encoded.Length;
                if (command.IsSettled)
                {
                    command.Dropped();
                }
                else
                {
                    command.Fail(NotSent(command, connected, lastFailure));
                }
            }
        }
    }

    /// <summary>Whether the server owes a reply and has said nothing for a whole command timeout.</summary>
    public bool IsServerSilent(long lastReceivedAt)
    {
        lock (_gate)
        {
            return _sent.TryPeek(out var oldest)
                && time.GetElapsedTime(Math.Max(oldest.SentAt, lastReceivedAt)) >= options.CommandTimeout;
        }
    }

    /// <summary>No more commands: fails all, and every later one.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_waiting.TryDequeue(out var command))
            {
                _bytes -= command.Command.Encoded.Length;
                command.Fail(Closed());
            }
        }
    }

    public void Dispose() => _work.Dispose();

    private RedisException Closed() =>
        new(RedisFailure.Disposed, $"The connection to {options} is disposed; the command was not sent.");

    private RedisException NotSent(PendingCommand command, bool connected, Exception? lastFailure) => connected
        ? new RedisException(
            RedisFailure.Timeout,
            $"{command.Command.Name} was not sent to {options} within {options.CommandTimeout.TotalMilliseconds:0} ms: the server reads too slowly.")
        : new RedisException(
            RedisFailure.NotConnected,
            $"{command.Command.Name} was not sent: there is no connection to {options}. {lastFailure?.Message}",
            innerException: lastFailure);
}
