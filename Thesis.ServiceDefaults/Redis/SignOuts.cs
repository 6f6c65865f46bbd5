using StackExchange.Redis;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Tells every node of the live hub that a user signed out or lost a right; the node closes the user's connections. What is
/// still allowed comes back by itself. Nobody is told later: a connection that missed it ends with its token.
/// </summary>
public static class SignOuts
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly RedisChannel Channel = RedisChannel.Literal("sign-outs");

    /// <param name="redis">The process's Redis.</param>
    /// <param name="subject">The user's <c>sub</c>.</param>
    /// <exception cref="RedisException">Redis is away; nobody was told.</exception>
    public static Task AnnounceAsync(IConnectionMultiplexer redis, string subject) => redis.GetSubscriber().PublishAsync(Channel, subject);

    /// <summary>Calls the handler with each user's <c>sub</c>, one after the other, until the queue is unsubscribed.</summary>
    /// <exception cref="RedisException">Redis is away.</exception>
    public static async Task<ChannelMessageQueue> ListenAsync(IConnectionMultiplexer redis, Action<string> onSignOut)
    {
        var queue = await redis.GetSubscriber().SubscribeAsync(Channel);
        queue.OnMessage(message => onSignOut(message.Message.ToString()));
        return queue;
    }

    /// <summary>As <see cref="ListenAsync"/>; while Redis is away it goes on trying. Returns when it listens, or is cancelled.</summary>
    public static async Task ListenPersistentlyAsync(IConnectionMultiplexer redis, Action<string> onSignOut, TimeProvider time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(redis, onSignOut);
                return;
            }
            catch (Exception e) when (e is RedisException or RedisTimeoutException)
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
