using Thesis.Contracts.Events.V1;
using StackExchange.Redis;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Publishing;

/// <summary>
/// Publishes the events of the log to the topics of their audience, through Redis to the clients of every node. The log delivers at
/// least once; Redis remembers how far each partition was published, so a repetition is dropped there.
/// </summary>
internal sealed partial class EventPublisher(IConnectionMultiplexer redis, RealtimeTelemetry telemetry, TimeProvider time, ILogger<EventPublisher> logger) : IRawEventHandler
{
    private const int MaxAudience = 1_000;

    private readonly ILogger _logger = logger;

    /// <exception cref="RedisException">Redis is away; the events are to be tried again, which repeats nothing that was published.</exception>
    public async Task HandleAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        var batch = new PublishBatch();
        foreach (var happened in events)
        {
            var topics = AudienceOf(happened.Envelope, happened.Context);
            if (topics.Count == 0 || !EventMessage.TryWrite(happened.Envelope, happened.Context, out var message))
            {
                continue;
            }

            if (batch.IsTooFullFor(topics.Count, message.Length))
            {
                await PublishAsync(batch, cancellationToken);
                batch = new PublishBatch();
            }

            batch.Add(happened, topics, message);
        }

        if (batch.Events.Count > 0)
        {
            await PublishAsync(batch, cancellationToken);
        }
    }

    private async Task PublishAsync(PublishBatch batch, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        var messages = await batch.PublishAsync(redis.GetDatabase(), cancellationToken);
        foreach (var (happened, count) in batch.Events.Zip(messages).Where(published => published.Second > 0))
        {
            telemetry.Published(happened, count, began);
        }
    }

    private List<string> AudienceOf(EventEnvelope envelope, RawEventContext context)
    {
        var topics = new List<string>(envelope.Audience.Count);
        foreach (var text in envelope.Audience.Distinct(StringComparer.Ordinal))
        {
            if (topics.Count == MaxAudience)
            {
                TooLarge(context.Topic, context.Partition, context.Offset, envelope.Audience.Count);
                break;
            }

            if (Topic.TryParse(text, out var topic, out _))
            {
                topics.Add(topic.Text);
            }
            else
            {
                NoTopic(context.Topic, context.Partition, context.Offset);
            }
        }

        return topics;
    }

    [LoggerMessage(1, LogLevel.Warning, "Event {Topic}/{Partition}@{Offset} names {Count} audience topics; the surplus is left out")]
    private partial void TooLarge(string topic, int partition, long offset, int count);

    [LoggerMessage(2, LogLevel.Warning, "Event {Topic}/{Partition}@{Offset} names an audience that is not a topic; it is left out")]
    private partial void NoTopic(string topic, int partition, long offset);
}
