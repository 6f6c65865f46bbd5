using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Thesis.ServiceDefaults;

/// <summary>Says what a consumer group does with the events of each topic.</summary>
public sealed class EventConsumerBuilder
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<string, TopicRoute> _routes = new(StringComparer.Ordinal);

    internal EventConsumerBuilder(IServiceCollection services) => _services = services;

    /// <summary>Partitions handled at the same time by this process; the events of one partition never overlap. 1..64.</summary>
    public int MaxConcurrency { get; set; } = 4;

    /// <summary>
    /// Waiting events of a partition that share a transaction, 1..32. Events are applied in order all the same; after a
    /// failure each gets a transaction of its own. Say 1 where a handler waits for other services.
    /// </summary>
    public int MaxBatch { get; set; } = 16;

    /// <summary>Handles the topic's events with a scoped <typeparamref name="THandler"/>.</summary>
    public EventConsumerBuilder On<T, THandler>(string topic)
        where T : class, IMessage<T>, new()
        where THandler : class, IEventHandler<T>
    {
        _services.TryAddScoped<THandler>();
        Add(new HandlerRoute<T, THandler>(topic));
        return this;
    }

    /// <summary>Runs the topic's events as jobs of a scoped <typeparamref name="TJob"/>.</summary>
    /// <param name="maxConcurrency">Jobs of the topic that run at the same time in this process; 1..64.</param>
    public EventConsumerBuilder OnJob<T, TResult, TJob>(string topic, int maxConcurrency)
        where T : class, IMessage<T>, new()
        where TJob : class, IEventJob<T, TResult>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrency);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxConcurrency, 64);
        _services.TryAddScoped<TJob>();
        Add(new JobRoute<T, TResult, TJob>(topic, maxConcurrency));
        return this;
    }

    internal IReadOnlyDictionary<string, TopicRoute> Build()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConcurrency);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxConcurrency, 64);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxBatch, BufferedPartition.Capacity);
        return _routes.Count > 0 ? _routes : throw new InvalidOperationException("A consumer group needs at least one topic.");
    }

    private void Add(TopicRoute route)
    {
        if (!_routes.TryAdd(route.Topic, route))
        {
            throw new InvalidOperationException(
                $"Topic '{route.Topic}' has a handler in this group; use another group for a second effect.");
        }
    }
}
