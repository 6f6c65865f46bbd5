using Npgsql;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Support;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task A_database_is_fresh_and_logical_replication_is_on()
    {
        var server = await PostgresServer.SharedAsync();
        var first = await server.CreateDatabaseAsync();
        var second = await server.CreateDatabaseAsync();

        await using var source = NpgsqlDataSource.Create(first);
        await using var command = source.CreateCommand("SHOW wal_level");

        Assert.NotEqual(first, second);
        Assert.Equal("logical", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_stopped_server_comes_back_with_its_data()
    {
        await using var server = await PostgresServer.StartAsync();
        var database = await server.CreateDatabaseAsync();
        await ExecuteAsync(database, "CREATE TABLE kept (); ");

        await server.StopAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "SELECT 1"));
        await server.ResumeAsync();

        await ExecuteAsync(database, "SELECT FROM kept");
    }

    [Fact]
    public async Task Redis_answers_after_a_restart()
    {
        await using var server = await RedisServer.StartAsync();
        await server.StopAsync();
        await server.ResumeAsync();
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
