namespace Thesis.Redis.PubSub;

/// <summary>A channel's name and whether it is a sharded one; the two kinds are different channels on the server.</summary>
internal readonly record struct ChannelKey(string Name, bool Sharded)
{
    public RedisCommand Subscribe => RedisCommand.Unchecked(Sharded ? "SSUBSCRIBE" : "SUBSCRIBE", Name);

    public RedisCommand Unsubscribe => RedisCommand.Unchecked(Sharded ? "SUNSUBSCRIBE" : "UNSUBSCRIBE", Name);
}
