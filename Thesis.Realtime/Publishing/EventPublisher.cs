using Thesis.Contracts.Events.V1;
using Thesis.Realtime.Topics;
using Thesis.Redis;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Publishing;

/// <summary>
/// Publishes each event of the log to the topics of its audience, through Redis to the clients of every node. The log delivers at
/// least once; Redis remembers how far each partition was published, so a repetition is dropped there.
/// </summary>
internal sealed partial class EventPublisher(RedisConnection redis, RealtimeTelemetry telemetry, ILogger<EventPublisher> logger) : IRawEventHandler
{
    private const int MaxAudience = 1_000;

    private static readonly TimeSpan KeepKeys = TimeSpan.FromDays(7);
    private static readonly RedisScript Script = ReadScript();

    private readonly ILogger _logger = logger;

    /// <exception cref="RedisException">Redis is away; the event is to be tried again, which repeats nothing that was published.</exception>
    public async Task HandleAsync(EventEnvelope envelope, RawEventContext context, CancellationToken cancellationToken)
    {
        var topics = AudienceOf(envelope, context);
        if (topics.Count == 0 || !EventMessage.TryWrite(envelope, context, out var message))
        {
            return;
        }

        using var activity = RealtimeTelemetry.StartPublish(envelope.Type, envelope.Traceparent);
        string[] keys = [TopicKeys.Position(context.Topic, context.Partition), .. topics.Select(TopicKeys.Sequence)];
        RedisArgument[] arguments =
        [
            context.Offset,
            context.CommittedAt.ToUnixTimeMilliseconds(),
            (long)KeepKeys.TotalMilliseconds,
            message,
            .. topics.Select(RedisArgument.FromString),
        ];
        var published = await redis.EvalAsync(Script, keys, arguments, cancellationToken);
        telemetry.Published(envelope.Type, published.AsInt64());
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

    private static RedisScript ReadScript()
    {
        using var stream = typeof(EventPublisher).Assembly.GetManifestResourceStream("Thesis.Realtime.Publishing.PublishScript.lua")
            ?? throw new InvalidOperationException("The publish script is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return new RedisScript(reader.ReadToEnd());
    }

    [LoggerMessage(1, LogLevel.Warning, "Event {Topic}/{Partition}@{Offset} names {Count} audience topics; the surplus is left out")]
    private partial void TooLarge(string topic, int partition, long offset, int count);

    [LoggerMessage(2, LogLevel.Warning, "Event {Topic}/{Partition}@{Offset} names an audience that is not a topic; it is left out")]
    private partial void NoTopic(string topic, int partition, long offset);
}
