using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Notifications.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using LogTopics = Thesis.Contracts.Topics;

namespace Thesis.Realtime.Publishing;

/// <summary>
/// An event as clients get it: <c>{topic, sequence, type, key, time, committedAt, traceparent, data}</c>. What is written here is
/// the part after the sequence, which is the same for every topic; Redis puts the first two before it.
/// </summary>
internal static class EventMessage
{
    private static readonly FrozenDictionary<string, (MessageParser Parser, string? KeyPrefix)> Types =
        new Dictionary<string, (MessageParser, string?)>
        {
            [LogTopics.RegionCreated] = (RegionCreated.Parser, null),
            [LogTopics.RegionUpdated] = (RegionUpdated.Parser, null),
            [LogTopics.DonorCreated] = (DonorCreated.Parser, "dnr"),
            [LogTopics.DonorUpdated] = (DonorUpdated.Parser, "dnr"),
            [LogTopics.NgoCreated] = (NgoCreated.Parser, "ngo"),
            [LogTopics.NgoUpdated] = (NgoUpdated.Parser, "ngo"),
            [LogTopics.DonationCreated] = (DonationCreated.Parser, "don"),
            [LogTopics.DonationUpdated] = (DonationUpdated.Parser, "don"),
            [LogTopics.DonationAllocated] = (DonationsAllocated.Parser, null),
            [LogTopics.AllocationDecided] = (AllocationsDecided.Parser, null),
            [LogTopics.OrderCreated] = (OrderCreated.Parser, "ord"),
            [LogTopics.OrderStatusChanged] = (OrderStatusChanged.Parser, "ord"),
            [LogTopics.NotificationCreated] = (NotificationCreated.Parser, null),
            [LogTopics.ChatMessagePosted] = (MessagePosted.Parser, "cnv"),
            [LogTopics.ChatMessageHidden] = (MessageHidden.Parser, "cnv"),
            [LogTopics.ChatConversationRead] = (ConversationRead.Parser, "cnv"),
            [LogTopics.DriverUpdated] = (DriverUpdated.Parser, "drv"),
            [LogTopics.DriverLocationUpdated] = (DriverLocationUpdated.Parser, "drv"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>False for events that clients do not get.</summary>
    public static bool TryWrite(EventEnvelope envelope, RawEventContext context, out ReadOnlyMemory<byte> message)
    {
        message = default;
        if (!Types.TryGetValue(envelope.Type, out var type))
        {
            return false;
        }

        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, envelope.Type);
            writer.WriteString("key"u8, Key(envelope.Key, type.KeyPrefix));
            writer.WriteString("time"u8, DateTimeOffset.FromUnixTimeMilliseconds(envelope.TimeEpochMs).UtcDateTime);
            writer.WriteString("committedAt"u8, context.CommittedAt.UtcDateTime);
            if (envelope.Traceparent.Length > 0)
            {
                writer.WriteString("traceparent"u8, envelope.Traceparent);
            }

            writer.WritePropertyName("data"u8);
            EventData.Write(writer, type.Parser.ParseFrom(envelope.Payload));
            writer.WriteEndObject();
        }

        // The opening brace becomes the comma after the sequence.
        var bytes = buffer.WrittenSpan.ToArray();
        bytes[0] = (byte)',';
        message = bytes;
        return true;
    }

    private static string Key(string key, string? prefix) =>
        prefix is not null && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? EdgeIds.Format(prefix, id)
            : key;
}
