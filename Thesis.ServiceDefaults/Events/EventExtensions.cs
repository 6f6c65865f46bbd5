using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Thesis.ServiceDefaults;

/// <summary>Registers the event side of a process.</summary>
public static class EventExtensions
{
    /// <summary>
    /// Runs the relay from every schema's outbox to the event log, by logical replication. Of all processes that add
    /// it one relays; the others stand by and take over when it dies. The database's user needs REPLICATION.
    /// </summary>
    public static IHostApplicationBuilder AddOutboxRelay(this IHostApplicationBuilder builder)
    {
        builder.AddEventLog();
        builder.Services.AddHostedService<OutboxRelay>();
        return builder;
    }

    /// <summary>Joins a consumer group; its members share the topics' partitions.</summary>
    /// <param name="group">Name of the group, unique to the effect it has.</param>
    /// <param name="schema">The schema whose inbox, dead-letter and job tables the group uses; see <c>AddMigrations</c>.</param>
    public static IHostApplicationBuilder AddEventConsumer(
        this IHostApplicationBuilder builder, string group, string schema, Action<EventConsumerBuilder> configure)
    {
        var consumer = new EventConsumerBuilder(builder.Services);
        configure(consumer);
        var routes = consumer.Build();
        builder.AddEventConsumers();
        builder.Services.AddSingleton(new EventConsumer(group, SchemaName.Check(schema), consumer.MaxConcurrency, consumer.MaxBatch, routes));
        return builder;
    }

    /// <summary>Joins a consumer group that sees the envelopes of every topic, without a database transaction.</summary>
    /// <param name="topics">Null for all topics, also those to come.</param>
    /// <param name="maxConcurrency">Partitions handled at the same time by this process; 1..64.</param>
    public static IHostApplicationBuilder AddRawEventConsumer<THandler>(
        this IHostApplicationBuilder builder, string group, IEnumerable<string>? topics = null, int maxConcurrency = 4)
        where THandler : class, IRawEventHandler
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrency);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxConcurrency, 64);
        builder.AddEventConsumers();
        builder.Services.TryAddSingleton<THandler>();
        builder.Services.AddSingleton(new RawEventConsumer(group, typeof(THandler), topics?.ToArray() ?? [], maxConcurrency));
        return builder;
    }

    private static void AddEventConsumers(this IHostApplicationBuilder builder)
    {
        builder.AddEventLog();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EventConsumerService>());
    }

    private static void AddEventLog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddEventLogMigrations();
        builder.Services.AddOptions<EventLogOptions>().BindConfiguration("EventLog")
            .Validate(o => o.IsValid, "EventLog: a setting is out of its range.").ValidateOnStart();
        if (string.IsNullOrEmpty(builder.Configuration.GetConnectionString(KafkaEventLog.ConnectionName)))
        {
            builder.Services.TryAddSingleton<IEventLog, PostgresEventLog>();
            return;
        }
        builder.Services.TryAddSingleton<IEventLog, KafkaEventLog>();
        builder.Services.AddOptions<KafkaOptions>().BindConfiguration("EventLog:Kafka")
            .Validate(o => o.IsValid, "EventLog:Kafka: a setting is out of its range.").ValidateOnStart();
    }
}
