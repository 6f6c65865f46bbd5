using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.ServiceDefaults.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.Events;

/// <summary>What every event log promises, whichever keeps the events. In two parts, which run side by side.</summary>
public abstract class EventLogConformance
{
    private protected const string CountEffects = "SELECT count(*) FROM things.effects";

    /// <summary>Settings of a log that nobody has written to.</summary>
    private protected abstract IReadOnlyDictionary<string, string?> NewLog();

    private protected async Task<LogTest> StartTestAsync() => new(await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(), NewLog());

    private protected static async Task PublishAsync(IHost host, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await host.PublishAsync(i % 7, $"{i}");
        }
    }

    /// <summary>Publishes events of many keys until the condition holds; returns how many there were.</summary>
    private protected static async Task<int> PublishUntilAsync(IHost host, Func<bool> condition, int sent)
    {
        await Probe.UntilAsync(
            async () =>
            {
                await host.PublishAsync(sent, $"{sent}");
                sent++;
                return condition();
            },
            "both members to have events");
        return sent;
    }

    private protected sealed record LogTest(string Database, IReadOnlyDictionary<string, string?> Settings)
    {
        public Journal Journal { get; } = new();

        public IHost Create(Journal? journal, bool relay = true, string group = "readers", Action<IHostApplicationBuilder>? configure = null) =>
            EventHosts.Create(Database, journal, relay: relay, group: group, configure: configure, settings: Settings);

        public Task<bool> RewindAsync(IHost host, string group, int partition, long offset) =>
            host.Services.GetRequiredService<IEventLog>().RewindAsync(group, EventHosts.Topic, partition, offset, default);
    }
}
