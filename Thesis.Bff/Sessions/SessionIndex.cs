using StackExchange.Redis;

namespace Thesis.Bff.Sessions;

/// <summary>
/// Which sessions are whose, in Redis, so that a provider can end them without the browser: by its own session's id, or all of a person.
/// </summary>
internal sealed class SessionIndex(IConnectionMultiplexer redis, TimeProvider time)
{
    /// <summary>Notes a session under the person and under the provider's session, for as long as it can live at most.</summary>
    public async Task AddAsync(string key, string? subject, string? providerSession, TimeSpan longest)
    {
        var database = redis.GetDatabase();
        foreach (var list in Lists(subject, providerSession))
        {
            var ends = time.GetUtcNow() + longest;
            await database.SortedSetAddAsync(list, key, ends.ToUnixTimeSeconds());
            await database.SortedSetRemoveRangeByScoreAsync(list, double.NegativeInfinity, time.GetUtcNow().ToUnixTimeSeconds());
            await database.KeyExpireAsync(list, longest);
        }
    }

    public async Task RemoveAsync(string key, string? subject, string? providerSession)
    {
        foreach (var list in Lists(subject, providerSession))
        {
            await redis.GetDatabase().SortedSetRemoveAsync(list, key);
        }
    }

    /// <summary>The sessions begun by a session of the provider or, where that is not known, all of the person.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string? subject, string? providerSession)
    {
        var list = Lists(providerSession is null ? subject : null, providerSession).Single();
        return [.. (await redis.GetDatabase().SortedSetRangeByRankAsync(list)).Select(key => key.ToString())];
    }

    private static IEnumerable<RedisKey> Lists(string? subject, string? providerSession)
    {
        if (subject is not null)
        {
            yield return "bff:sessions-of:" + subject;
        }

        if (providerSession is not null)
        {
            yield return "bff:sessions-by:" + providerSession;
        }
    }
}
