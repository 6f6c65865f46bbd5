namespace Thesis.Redis;

/// <summary>Why a call failed, and by whose doing.</summary>
public enum RedisFailure
{
    /// <summary>The server received the command and answered with an error. See <see cref="RedisServerException"/>.</summary>
    Server,

    /// <summary>The connection's queue was full. The command was not sent. Slow down or raise <see cref="RedisOptions.MaxPendingCommands"/>.</summary>
    QueueFull,

    /// <summary>There was no connection for as long as a command may wait for one. The command was not sent.</summary>
    NotConnected,

    /// <summary>The connection broke after the command was sent and before its reply. Its effect is unknown.</summary>
    ConnectionLost,

    /// <summary>No reply came within <see cref="RedisOptions.CommandTimeout"/>. See <see cref="RedisException.MayHaveRun"/>.</summary>
    Timeout,

    /// <summary>The server sent bytes that are not RESP3, or a reply above <see cref="RedisOptions.MaxReplyBytes"/>.</summary>
    Protocol,

    /// <summary>The connection object was disposed before the reply.</summary>
    Disposed,
}
