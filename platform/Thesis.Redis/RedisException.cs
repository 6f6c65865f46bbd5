namespace Thesis.Redis;

/// <summary>A Redis call that did not succeed. <see cref="Failure"/> names the side at fault.</summary>
public class RedisException : Exception
{
    public RedisException(RedisFailure failure, string message, bool mayHaveRun = false, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        MayHaveRun = mayHaveRun;
    }

    public RedisFailure Failure { get; }

    /// <summary>
    /// True when the command was sent and its effect is unknown: the server may or may not have run it. Only the caller knows
    /// whether sending it again is harmless. False when the command certainly did not run.
    /// </summary>
    public bool MayHaveRun { get; }
}

/// <summary>An error the server answered with, such as <c>WRONGTYPE Operation against a key holding the wrong kind of value</c>.</summary>
public sealed class RedisServerException : RedisException
{
    public RedisServerException(string message)
        : base(RedisFailure.Server, message)
    {
        var space = message.IndexOf(' ', StringComparison.Ordinal);
        Code = space < 0 ? message : message[..space];
    }

    /// <summary>The error's first word: <c>ERR</c>, <c>WRONGTYPE</c>, <c>NOPERM</c>, <c>NOSCRIPT</c>, …</summary>
    public string Code { get; }
}
