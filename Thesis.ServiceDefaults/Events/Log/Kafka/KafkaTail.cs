using Confluent.Kafka;

namespace Thesis.ServiceDefaults;

/// <summary>Reads what was written last to a topic.</summary>
internal static class KafkaTail
{
    private const int RecordsPerPartition = 5_000; // More than the relay sends before it records that.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>The ids of the last events of each partition of the topic.</summary>
    /// <exception cref="KafkaException">The brokers do not answer.</exception>
    public static IEnumerable<long> ReadIds(KafkaClients clients, string topic)
    {
        using var consumer = clients.Consumer("tail").Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var name = clients.TopicName(topic);
        var ids = new List<long>();
        foreach (var partition in admin.GetMetadata(name, Timeout).Topics.Single(t => t.Topic == name).Partitions)
        {
            var place = new TopicPartition(name, partition.PartitionId);
            var ends = consumer.QueryWatermarkOffsets(place, Timeout);
            var first = Math.Max(ends.Low.Value, ends.High.Value - RecordsPerPartition);
            if (first < ends.High.Value)
            {
                consumer.Assign(new TopicPartitionOffset(place, first));
                ids.AddRange(ReadTo(consumer, ends.High.Value));
            }
        }
        return ids;
    }

    private static IEnumerable<long> ReadTo(IConsumer<string, byte[]> consumer, long end)
    {
        ConsumeResult<string, byte[]> last;
        do
        {
            last = consumer.Consume(Timeout) ?? throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "The end of a topic could not be read."));
            yield return KafkaRecord.IdOf(last);
        }
        while (last.Offset.Value + 1 < end);
    }
}
