using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Redis;

/// <summary>How often the server writes its data to disk.</summary>
internal sealed record RedisPersistenceAnnotation(TimeSpan Interval, long KeysChanged) : IResourceAnnotation;

/// <summary>Runs a Redis server from the system's binaries. Its configuration, password included, goes to standard input.</summary>
internal sealed class RedisProcess(RedisResource server)
{
    public async Task<ProcessSpecification> PlanAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        var state = context.Services.GetRequiredService<StateDirectory>();
        var data = DataDirectory(state);
        var configuration = await ConfigurationAsync(data, cancellationToken).ConfigureAwait(false);
        return new ProcessSpecification("redis-server", ["-", .. context.Arguments], data)
        {
            StandardInput = configuration,
            Environment = context.Environment.Where(v => v.Key != "REDIS_PASSWORD").ToDictionary(),
        };
    }

    /// <summary>Where the server keeps its data.</summary>
    public string DataDirectory(StateDirectory state)
    {
        var mount = server.Annotations.OfType<ContainerMountAnnotation>().LastOrDefault();
        var data = mount switch
        {
            { Type: ContainerMountType.BindMount, Source: { } source } when !state.IsEphemeral => source,
            not null when !state.IsEphemeral => Path.Combine(state.EnsureExists(), "redis", mount.Source ?? server.Name),
            _ => Path.Combine(state.EnsureExists(), "redis", $"{server.Name}-session"),
        };
        Directory.CreateDirectory(data);
        return data;
    }

    private async Task<string> ConfigurationAsync(string data, CancellationToken cancellationToken)
    {
        var lines = new StringBuilder()
            .AppendLine("bind 127.0.0.1 -::1")
            .AppendLine(CultureInfo.InvariantCulture, $"port {server.PrimaryEndpoint.Port}")
            .AppendLine(CultureInfo.InvariantCulture, $"dir {Quoted(data)}")
            .AppendLine("daemonize no")
            .AppendLine("appendonly no");
        lines.AppendLine(server.TryGetLastAnnotation<RedisPersistenceAnnotation>(out var persistence)
            ? string.Create(CultureInfo.InvariantCulture, $"save {(long)persistence.Interval.TotalSeconds} {persistence.KeysChanged}")
            : "save \"\"");
        if (server.PasswordParameter is { } parameter)
        {
            var password = await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false);
            lines.AppendLine(CultureInfo.InvariantCulture, $"requirepass {Quoted(password ?? "")}");
        }

        return lines.ToString();
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
