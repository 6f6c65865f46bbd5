using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Realtime.Publishing;
using Thesis.ServiceDefaults;
using LogTopics = Thesis.Contracts.Topics;

namespace Thesis.Realtime.Tests;

public sealed class EventMessageTests
{
    [Fact]
    public void An_order_is_written_as_the_REST_answers_write_it()
    {
        var message = Write(Happening.OrderChanged(Happening.Order()));
        var order = message.GetProperty("data").GetProperty("order");

        Assert.Equal("order.status.changed", message.GetProperty("type").GetString());
        Assert.Equal(new Id<Kinds.Order>(1001).ToString(), message.GetProperty("key").GetString());
        Assert.Equal("2026-01-01T00:00:00.123Z", message.GetProperty("time").GetString());
        Assert.Equal("assigned", message.GetProperty("data").GetProperty("previousStatus").GetString());
        Assert.Equal(new Id<Kinds.Order>(1001).ToString(), order.GetProperty("id").GetString());
        Assert.Equal(new Id<Kinds.Donation>(2002).ToString(), order.GetProperty("donationId").GetString());
        Assert.Equal(JsonValueKind.Null, order.GetProperty("driverId").ValueKind);
        Assert.Equal(12.5m, order.GetProperty("kg").GetDecimal());
        Assert.Equal(12_500, order.GetProperty("grams").GetInt64());
        Assert.Equal(0m, order.GetProperty("deliveredKg").GetDecimal());
        Assert.Equal("2026-01-01T00:00:00Z", order.GetProperty("pickupFrom").GetString());
        Assert.Equal(JsonValueKind.Null, order.GetProperty("expiresAt").ValueKind);
        Assert.Equal(34.05, order.GetProperty("pickup").GetProperty("latitude").GetDouble());
        Assert.Equal(3, order.GetProperty("version").GetInt64());
    }

    [Fact]
    public void Subjects_of_users_are_left_out()
    {
        Assert.DoesNotContain("user-", Write(Happening.OrderChanged(Happening.Order())).GetProperty("data").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("user-", Write(Happening.DonationChanged()).GetProperty("data").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_names_its_author_as_others_know_them_and_nobody_s_subject()
    {
        var envelope = new EventEnvelope
        {
            Type = LogTopics.ChatMessagePosted,
            Key = "7",
            Payload = new MessagePosted
            {
                Message = new MessageSnapshot { MessageId = 9, ConversationId = 7, Number = 1, AuthorUser = "user-kim", AuthorId = 8, Text = "<b>Which door?</b>", PostedAtEpochMs = 1_767_225_600_000 },
                Recipients = { "user-dora" },
            }.ToByteString(),
        };

        var data = Write(envelope).GetProperty("data");
        var message = data.GetProperty("message");

        Assert.Equal(new Id<Kinds.Conversation>(7).ToString(), message.GetProperty("conversationId").GetString());
        Assert.Equal(new Id<Kinds.Person>(8).ToString(), message.GetProperty("authorId").GetString());
        Assert.Equal("<b>Which door?</b>", message.GetProperty("text").GetString());
        Assert.Equal("2026-01-01T00:00:00Z", message.GetProperty("postedAt").GetString());
        Assert.DoesNotContain("user-", data.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_messages_are_arrays()
    {
        var envelope = new EventEnvelope
        {
            Type = LogTopics.DriverLocationUpdated,
            Key = "5",
            Payload = new DriverLocationUpdated
            {
                DriverId = 5,
                Positions = { new Position { Latitude = 1.5, TimeEpochMs = 1_767_225_600_000 }, new Position { Latitude = double.NaN } },
            }.ToByteString(),
        };

        var positions = Write(envelope).GetProperty("data").GetProperty("positions");

        Assert.Equal(2, positions.GetArrayLength());
        Assert.Equal("2026-01-01T00:00:00Z", positions[0].GetProperty("time").GetString());
        Assert.Equal(JsonValueKind.Null, positions[1].GetProperty("latitude").ValueKind);
    }

    [Fact]
    public void Events_between_services_alone_are_not_for_clients() =>
        Assert.False(EventMessage.TryWrite(new EventEnvelope { Type = LogTopics.AllocationRequested }, new Happening().Next(), out _));

    private static JsonElement Write(EventEnvelope envelope)
    {
        Assert.True(EventMessage.TryWrite(envelope, new Happening().Next(), out var message));
        return JsonSerializer.Deserialize<JsonElement>("{\"sequence\":1" + Encoding.UTF8.GetString(message.Span));
    }
}
