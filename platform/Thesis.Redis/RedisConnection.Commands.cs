using System.Globalization;

namespace Thesis.Redis;

/// <summary>When a SET applies.</summary>
public enum RedisWhen
{
    Always,

    /// <summary>Only if the key does not exist.</summary>
    NotExists,

    /// <summary>Only if the key exists.</summary>
    Exists,
}

public sealed partial class RedisConnection
{
    private static readonly RedisCommand Ping = RedisCommand.Of("PING");

    /// <summary>Sends a command made of a name and its arguments.</summary>
    public ValueTask<RedisValue> ExecuteAsync(string name, ReadOnlySpan<RedisArgument> arguments, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RedisCommand.Of(name, arguments), cancellationToken);

    /// <summary>The time the server took to answer, as seen from here.</summary>
    public async Task<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        var startedAt = _time.GetTimestamp();
        await ExecuteAsync(Ping, cancellationToken).ConfigureAwait(false);
        return _time.GetElapsedTime(startedAt);
    }

    /// <summary>The value of the key; a null reply if there is none.</summary>
    public ValueTask<RedisValue> GetAsync(string key, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RedisCommand.Of("GET", key), cancellationToken);

    /// <summary>Sets the key. False when <paramref name="when"/> did not hold and nothing was changed.</summary>
    /// <param name="expiry">Time to live, at least 1 ms; null for none, which also removes one that was there.</param>
    public async ValueTask<bool> SetAsync(
        string key,
        RedisArgument value,
        TimeSpan? expiry = null,
        RedisWhen when = RedisWhen.Always,
        CancellationToken cancellationToken = default)
    {
        List<RedisArgument> arguments = [key, value];
        if (expiry is { } life)
        {
            arguments.AddRange("PX", Milliseconds(life));
        }

        if (when != RedisWhen.Always)
        {
            arguments.Add(when == RedisWhen.NotExists ? "NX" : "XX");
        }

        return !(await ExecuteAsync(RedisCommand.Of("SET", [.. arguments]), cancellationToken).ConfigureAwait(false)).IsNull;
    }

    /// <summary>Whether the key existed.</summary>
    public async ValueTask<bool> DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("DEL", key), cancellationToken).ConfigureAwait(false)).AsBoolean();

    public async ValueTask<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("EXISTS", key), cancellationToken).ConfigureAwait(false)).AsBoolean();

    /// <summary>Adds to the number at the key (0 if there is none) and returns the sum.</summary>
    public async ValueTask<long> IncrAsync(string key, long by = 1, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("INCRBY", key, by), cancellationToken).ConfigureAwait(false)).AsInt64();

    /// <summary>Sets the key's time to live, at least 1 ms. False if there is no such key.</summary>
    public async ValueTask<bool> ExpireAsync(string key, TimeSpan expiry, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("PEXPIRE", key, Milliseconds(expiry)), cancellationToken).ConfigureAwait(false)).AsBoolean();

    /// <summary>The field's value; a null reply if there is none.</summary>
    public ValueTask<RedisValue> HashGetAsync(string key, string field, CancellationToken cancellationToken = default) =>
        ExecuteAsync(RedisCommand.Of("HGET", key, field), cancellationToken);

    public async ValueTask<IReadOnlyDictionary<string, RedisValue>> HashGetAllAsync(string key, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("HGETALL", key), cancellationToken).ConfigureAwait(false)).AsMap();

    /// <summary>True if the field is new.</summary>
    public async ValueTask<bool> HashSetAsync(string key, string field, RedisArgument value, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("HSET", key, field, value), cancellationToken).ConfigureAwait(false)).AsBoolean();

    /// <summary>Whether the field existed.</summary>
    public async ValueTask<bool> HashDeleteAsync(string key, string field, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of("HDEL", key, field), cancellationToken).ConfigureAwait(false)).AsBoolean();

    /// <summary>Publishes and returns how many connections received it (on this server or shard).</summary>
    public async ValueTask<long> PublishAsync(
        string channel, RedisArgument message, bool sharded = false, CancellationToken cancellationToken = default) =>
        (await ExecuteAsync(RedisCommand.Of(sharded ? "SPUBLISH" : "PUBLISH", channel, message), cancellationToken).ConfigureAwait(false)).AsInt64();

    /// <summary>Runs a script, atomically, and returns its result. In full only if the server does not know it yet.</summary>
    public async ValueTask<RedisValue> EvalAsync(
        RedisScript script,
        IReadOnlyList<string> keys,
        IReadOnlyList<RedisArgument> arguments,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(arguments);
        RedisArgument[] call = [script.Sha1, keys.Count, .. keys.Select(RedisArgument.FromString), .. arguments];
        try
        {
            return await ExecuteAsync(RedisCommand.Of("EVALSHA", call), cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException e) when (e.Code == "NOSCRIPT")
        {
            // The server says that it did not run the script; sending it again runs it once.
            call[0] = script.Source;
            return await ExecuteAsync(RedisCommand.Of("EVAL", call), cancellationToken).ConfigureAwait(false);
        }
    }

    private static long Milliseconds(TimeSpan life) => life >= TimeSpan.FromMilliseconds(1)
        ? (long)life.TotalMilliseconds
        : throw new ArgumentOutOfRangeException(nameof(life), life.ToString("c", CultureInfo.InvariantCulture), "At least 1 ms.");
}
