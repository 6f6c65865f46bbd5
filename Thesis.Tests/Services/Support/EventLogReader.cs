using Google.Protobuf;
using Thesis.Contracts.Events.V1;

namespace Thesis.Services.Tests.Support;

/// <summary>What the services told in the event log.</summary>
public static class EventLogReader
{
    /// <summary>The topic's events, oldest first within a partition.</summary>
    public static async Task<IReadOnlyList<(EventEnvelope Envelope, T Message)>> EventsAsync<T>(this ServicesHost host, string topic)
        where T : IMessage<T>, new()
    {
        await using var command = host.Database.CreateCommand("""
            select r.envelope from eventlog.records r join eventlog.partitions p on p.id = r.partition_id
            where p.topic = $1 order by p.partition, r."offset"
            """);
        command.Parameters.AddWithValue(topic);
        var parser = new MessageParser<T>(() => new T());
        var events = new List<(EventEnvelope, T)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var envelope = EventEnvelope.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            events.Add((envelope, parser.ParseFrom(envelope.Payload)));
        }

        return events;
    }
}
