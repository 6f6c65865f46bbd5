namespace Thesis.Redis.Tests;

/// <summary>One server for the tests that do not harm it. Each test uses keys and channels of its own.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private RedisServer? _server;
    private RedisConnection? _connection;

    public RedisServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public RedisConnection Connection => _connection ?? throw new InvalidOperationException("Not started.");

    public RedisOptions Options => RedisOptions.Parse(Server.ConnectionString) with { CommandTimeout = Eventually.Patience };

    public static string Unique(string prefix) => $"{prefix}:{Guid.NewGuid():n}";

    public async Task InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _connection = RedisConnection.Create(Options);
    }

    public async Task DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}

[CollectionDefinition(nameof(SharedRedis))]
public sealed class SharedRedisCollection : ICollectionFixture<SharedRedis>;
