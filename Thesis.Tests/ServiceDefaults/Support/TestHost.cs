using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>A process of the product in miniature: a host on a database of its own.</summary>
internal static class TestHost
{
    public static IHost Create(string connectionString, Action<IHostApplicationBuilder> configure, TimeProvider? time = null, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:thesisdb", connectionString), .. settings ?? []]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (Environment.GetEnvironmentVariable("THESIS_TEST_LOG") is not null)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Debug).AddSimpleConsole(o => o.TimestampFormat = "HH:mm:ss.fff ");
        }
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IIdGenerator>(new IdGenerator(TimeProvider.System, Random.Shared.Next(1024)));
        builder.AddThesisDatabase("thesisdb");
        configure(builder);
        return builder.Build();
    }

    public static async Task<T?> QueryAsync<T>(this IHost host, string sql)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    public static async Task ExecuteAsync(this IHost host, string sql)
    {
        await using var command = host.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
