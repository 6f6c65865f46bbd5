using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

/// <summary>Makes the clients of one Kafka cluster, and knows its names for topics and groups.</summary>
internal sealed partial class KafkaClients(string brokers, KafkaOptions options, ILogger logger)
{
    // An envelope is a few hundred bytes; the largest message a topic takes is the brokers' max.message.bytes.
    private const int MaxMessageBytes = 8 << 20;
    private const int PrefetchKilobytes = 4 << 10;
    private const int FetchWaitMilliseconds = 5; // Idle brokers answer this late, which adds to an event's latency.
    private static readonly TimeSpan NewTopicsInterval = TimeSpan.FromSeconds(5);

    public KafkaOptions Options => options;

    public string TopicName(string topic) => options.Prefix + topic;

    /// <summary>The product's name of a topic in the cluster.</summary>
    public string Topic(string topicName) => topicName[options.Prefix.Length..];

    /// <summary>What to subscribe to; a leading ^ makes it a pattern. Names that begin with _ are Kafka's own.</summary>
    public IEnumerable<string> Subscription(IReadOnlyList<string>? topics) =>
        topics?.Select(TopicName) ?? [$"^{Regex.Escape(options.Prefix)}[^_].*"];

    /// <summary>A producer that keeps the order, whatever it has to repeat, and stops rather than leave an event out.</summary>
    public IProducer<string, byte[]> CreateProducer()
    {
        var config = new ProducerConfig(Settings())
        {
            EnableIdempotence = true,
            EnableGaplessGuarantee = true,
            MessageTimeoutMs = 0, // An event that timed out would leave a gap; the writer has a deadline of its own.
            Partitioner = Partitioner.Murmur2, // As other clients do by default.
            LingerMs = 0,
            MessageMaxBytes = MaxMessageBytes,
        };
        return new ProducerBuilder<string, byte[]>(config).SetErrorHandler(OnError).SetLogHandler(OnLog).Build();
    }

    /// <summary>A consumer whose offsets the database decides; what it tells the brokers is for their tools.</summary>
    public ConsumerBuilder<string, byte[]> Consumer(string group)
    {
        var config = new ConsumerConfig(Settings())
        {
            GroupId = options.Prefix + group,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds,
            HeartbeatIntervalMs = (int)(options.SessionTimeout / 5).TotalMilliseconds,
            AllowAutoCreateTopics = true,
            TopicMetadataRefreshIntervalMs = (int)NewTopicsInterval.TotalMilliseconds,
            FetchWaitMaxMs = FetchWaitMilliseconds,
            QueuedMaxMessagesKbytes = PrefetchKilobytes,
            QueuedMinMessages = BufferedPartition.Capacity,
            FetchMaxBytes = MaxMessageBytes,
            MessageMaxBytes = MaxMessageBytes,
        };
        return new ConsumerBuilder<string, byte[]>(config).SetErrorHandler(OnError).SetLogHandler(OnLog);
    }

    private Dictionary<string, string> Settings()
    {
        var settings = options.Client.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        settings["bootstrap.servers"] = brokers;
        return settings;
    }

    private void OnError(IClient client, Error error) => LogError(error.Reason, error.IsFatal);

    private void OnLog(IClient client, LogMessage message)
    {
        // The client may still be under construction here: asking it for its name then ends the process.
        // The client goes on by itself after what it calls an error; that gapless producing is called experimental is known.
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        LogClient(message.Facility == "CONFWARN" || level < LogLevel.Warning ? LogLevel.Debug : LogLevel.Warning, message.Name, message.Message);
    }

    [LoggerMessage(70, LogLevel.Warning, "Kafka client: {Reason} (fatal: {Fatal})")]
    private partial void LogError(string reason, bool fatal);

    [LoggerMessage(EventId = 71, Message = "Kafka client {Client}: {Message}")]
    private partial void LogClient(LogLevel level, string client, string message);
}
