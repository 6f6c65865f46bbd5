using System.Text.Json;
using Google.Protobuf;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using LogTopics = Thesis.Contracts.Topics;

namespace Thesis.Realtime.Tests;

/// <summary>Events as the log would deliver them, from a partition of their own.</summary>
internal sealed class Happening
{
    private readonly string _logTopic = $"{LogTopics.OrderStatusChanged}-{Guid.NewGuid():n}";
    private long _offset;

    public static string NewOrderTopic() => $"order:{new Id<Kinds.Order>(Random.Shared.NextInt64(1, long.MaxValue))}";

    public static OrderSnapshot Order(string title = "Bread") => new()
    {
        Id = 1001,
        Version = 3,
        DonationId = 2002,
        NgoId = 3003,
        Status = "picked_up",
        Grams = 12_500,
        Title = title,
        Pickup = new Place { Latitude = 34.05, Longitude = -118.24, Address = "1 Main St", Region = "los-angeles" },
        PickupFromEpochMs = 1_767_225_600_000,
        DriverUser = "user-driver1",
    };

    public static EventEnvelope OrderChanged(OrderSnapshot order, params string[] audience) => new()
    {
        Id = 1,
        Type = LogTopics.OrderStatusChanged,
        TimeEpochMs = 1_767_225_600_123,
        Key = "1001",
        Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Actor = "user-driver1",
        Audience = { audience },
        Payload = new OrderStatusChanged { Order = order, PreviousStatus = "assigned" }.ToByteString(),
    };

    public static EventEnvelope DonationChanged(params string[] audience) => new()
    {
        Type = LogTopics.DonationUpdated,
        Key = "2002",
        Audience = { audience },
        Payload = new DonationUpdated { Donation = new DonationSnapshot { Id = 2002, QuantityGrams = 1, Managers = { "user-donor1" } } }.ToByteString(),
    };

    /// <summary>Changes of one order with the titles "0", "1", …, at the places of the partition from its beginning.</summary>
    public RawEvent[] Changes(int count, params string[] audience) =>
        [.. Enumerable.Range(0, count).Select(i => new RawEvent(OrderChanged(Order($"{i}"), audience), At(i)))];

    /// <summary>The title in a change that a client was sent.</summary>
    public static string? TitleOf(JsonElement message) => message.GetProperty("data").GetProperty("order").GetProperty("title").GetString();

    /// <summary>Holds a client to having been sent every one of so many <see cref="Changes"/> to a topic, in order, numbered from 1.</summary>
    public static void AssertAllSent(LiveClient client, string topic, int count)
    {
        var seen = client.Events.Where(e => e.GetProperty("topic").GetString() == topic).ToArray();
        Assert.Equal(Enumerable.Range(1, count).Select(i => (long)i), seen.Select(e => e.GetProperty("sequence").GetInt64()));
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), seen.Select(TitleOf));
    }

    /// <summary>The next place in the partition.</summary>
    public RawEventContext Next() => At(_offset++);

    public RawEventContext At(long offset, TimeSpan later = default) =>
        new(_logTopic, 0, offset, DateTimeOffset.UnixEpoch.AddDays(20_000).AddMilliseconds(offset) + later);
}
