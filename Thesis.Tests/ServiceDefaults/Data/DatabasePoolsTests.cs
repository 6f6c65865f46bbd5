using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Data;

public sealed class DatabasePoolsTests
{
    [Fact]
    public async Task Background_work_goes_on_while_requests_hold_every_connection_of_theirs()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var host = EventHosts.Create(database.Replace("Maximum Pool Size=30", "Maximum Pool Size=3", StringComparison.Ordinal), relay: false);
        await host.StartAsync();
        var requests = host.Services.GetRequiredService<NpgsqlDataSource>();
        await using var first = await requests.OpenConnectionAsync();
        await using var second = await requests.OpenConnectionAsync();
        using var enough = new CancellationTokenSource();

        var request = OpenAsync(host, new Actor("user-donor1", new HashSet<string>(["donor"])), enough.Token);
        await host.PublishAsync(1, "by a timer");

        Assert.Equal(1L, await CountInBackgroundAsync(host, "SELECT count(*) FROM things.outbox"));
        Assert.False(request.IsCompleted);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await host.StopAsync();
    }

    private static async Task OpenAsync(IHost host, Actor actor, CancellationToken cancellationToken)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CommandContext>().OpenAsync("things", actor, cancellationToken);
    }

    private static async Task<long> CountInBackgroundAsync(IHost host, string sql)
    {
        await using var command = host.Services.GetRequiredKeyedService<NpgsqlDataSource>(DatabasePools.Background).CreateCommand(sql);
        return await command.ExecuteScalarAsync() is long count ? count : -1;
    }
}
