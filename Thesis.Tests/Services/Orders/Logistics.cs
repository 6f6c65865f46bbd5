using System.Text.Json.Nodes;
using Google.Protobuf;
using Thesis.Contracts;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

/// <summary>
/// Allocation, Orders and Drivers as a process runs them, with the real event log. Their peers (Donations, Ngos, the engine)
/// are played by publishing the peers' events through an outbox. One host serves many tests: each has a region of its own.
/// </summary>
public sealed class Logistics : ServicesHost
{
    private static readonly Lazy<Task<Logistics>> SharedHost = new(() => StartLogisticsAsync());
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static long lastId = 1;

    protected override string Selection => "allocation,orders,drivers";

    /// <summary>The test assembly's host, started by the first who asks; it ends with the process.</summary>
    public static Task<Logistics> SharedAsync() => SharedHost.Value;

    /// <summary>A host of a test's own, for other settings or another clock.</summary>
    public static async Task<Logistics> StartLogisticsAsync(TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var host = new Logistics { Time = time ?? TimeProvider.System };
        host.Settings["Allocation:Quiet"] = "00:00:00.020";
        host.Settings["Allocation:PollInterval"] = "00:00:00.200";
        foreach (var (key, value) in settings)
        {
            host.Settings[key] = value;
        }

        await host.InitializeAsync();
        return host;
    }

    public static long NextId() => Interlocked.Increment(ref lastId);

    public static string NewRegion() => $"region-{NextId()}";

    /// <summary>Publishes what a peer would; a second call is what a repeated delivery looks like.</summary>
    public Task PublishAsync<T>(string topic, T message)
        where T : IMessage<T> => this.PublishAsync("orders", topic, NextId(), message);

    /// <summary>Runs code in a transaction of the schema, as a handler would.</summary>
    public async Task<T> InTransactionAsync<T>(string schema, Func<CommandContext, Task<T>> act)
    {
        T? result = default;
        await this.InCommandAsync(schema, async command => { result = await act(command); });
        return result ?? throw new InvalidOperationException("The command gave nothing.");
    }

    /// <summary>Waits until the query's value is the expected one.</summary>
    public async Task EventuallyAsync<T>(T expected, string sql, params object[] parameters)
    {
        var deadline = DateTime.UtcNow + Patience;
        while (true)
        {
            var value = await this.ScalarAsync<T>(sql, parameters);
            if (Equals(value, expected))
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"Expected {expected}, still {value}: {sql}\n{string.Join('\n', Logs.All)}");
            await Task.Delay(20);
        }
    }

    public static Place PlaceIn(string region, double latitude = 34.05, double longitude = -118.25) =>
        new() { Latitude = latitude, Longitude = longitude, Address = "1 Main St", Region = region };

    public static NgoSnapshot NewNgo(string region, double capacityKg = 200, int slots = 10, string manager = "user-ngo1") => new()
    {
        Id = NextId(),
        Version = 1,
        Name = "Pantry",
        Kind = "food_pantry",
        Place = PlaceIn(region, 34.06, -118.24),
        Verified = true,
        Managers = { manager },
        DailyCapacityGrams = (long)(capacityKg * 1000),
        DailySlots = slots,
        StorageClasses = { "ambient" },
        Priority = 3,
        Accepting = true,
    };

    public static DonationSnapshot NewDonation(string region, double kg = 100, string manager = "user-donor1") => new()
    {
        Id = NextId(),
        Version = 1,
        DonorId = NextId(),
        DonorName = "Market",
        Place = PlaceIn(region),
        FoodType = "bakery",
        Title = "Bread",
        QuantityGrams = (long)(kg * 1000),
        SmallestLotGrams = 5_000,
        StorageClass = "ambient",
        ExpiresEpochMs = DateTimeOffset.UtcNow.AddHours(12).ToUnixTimeMilliseconds(),
        PickupFromEpochMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
        PickupUntilEpochMs = DateTimeOffset.UtcNow.AddHours(10).ToUnixTimeMilliseconds(),
        Status = "open",
        Managers = { manager },
    };

    /// <summary>The donation with the lot reserved, one version later.</summary>
    public static DonationSnapshot Reserve(DonationSnapshot donation, long grams)
    {
        var reserved = donation.Clone();
        reserved.Version++;
        reserved.ReservedGrams += grams;
        return reserved;
    }

    public static AllocatedLot NewLot(DonationSnapshot donation, NgoSnapshot ngo, double kg, long? allocationId = null) => new()
    {
        AllocationId = allocationId ?? NextId(),
        Donation = donation,
        NgoId = ngo.Id,
        NgoName = ngo.Name,
        NgoPlace = ngo.Place,
        NgoManagers = { ngo.Managers },
        Grams = (long)(kg * 1000),
        Km = 3.2,
        Why = { "preferred", "capacity" },
    };

    /// <summary>The order of an allocation, once it is there.</summary>
    public async Task<Id<Kinds.Order>> OrderOfAsync(long allocationId)
    {
        await EventuallyAsync(1L, "select count(*) from orders.orders where allocation_id = $1", allocationId);
        return new(await this.ScalarAsync<long>("select id from orders.orders where allocation_id = $1", allocationId));
    }

    /// <summary>A column of an order's row.</summary>
    public Task<T?> OrderAsync<T>(Id<Kinds.Order> id, string column) =>
        this.ScalarAsync<T>($"select {column} from orders.orders where id = $1", id.Value);

    /// <summary>A proposed order of a lot of its own: 40 kg from a donor managed by user-donor1 to an NGO managed by user-ngo1.</summary>
    public async Task<Id<Kinds.Order>> ProposeAsync(
        string? region = null, string donorManager = "user-donor1", string ngoManager = "user-ngo1", double kg = 40, double latitude = 34.05,
        Action<AllocatedLot>? change = null)
    {
        region ??= NewRegion();
        var donation = Reserve(NewDonation(region, 1000, donorManager), (long)(kg * 1000));
        donation.Place.Latitude = latitude;
        var lot = NewLot(donation, NewNgo(region, manager: ngoManager), kg);
        change?.Invoke(lot);
        await PublishAsync(Topics.DonationAllocated, new DonationsAllocated { RunId = NextId(), Region = region, Lots = { lot } });
        return await OrderOfAsync(lot.AllocationId);
    }

    /// <summary>An order that its NGO has accepted.</summary>
    public async Task<Id<Kinds.Order>> AcceptedAsync(
        string? region = null, double kg = 40, double latitude = 34.05, Action<AllocatedLot>? change = null)
    {
        var id = await ProposeAsync(region, kg: kg, latitude: latitude, change: change);
        using var ngo = AsNgo();
        await ngo.PostCommandAsync($"/api/v1/orders/{id}/accept").ReadAsync<JsonNode>();
        return id;
    }

    /// <summary>The order's events in the log, oldest first: status and audience.</summary>
    public async Task<List<(string Status, string[] Audience)>> OrderEventsAsync(Id<Kinds.Order> id)
    {
        var events = new List<(string, string[])>();
        foreach (var envelope in await EnvelopesAsync(Topics.OrderStatusChanged))
        {
            var order = OrderStatusChanged.Parser.ParseFrom(envelope.Payload).Order;
            if (order.Id == id.Value)
            {
                events.Add((order.Status, [.. envelope.Audience]));
            }
        }

        return events;
    }

    /// <summary>A topic's events in the log, oldest first.</summary>
    public async Task<List<EventEnvelope>> EnvelopesAsync(string topic)
    {
        await using var command = Database.CreateCommand("""
            select r.envelope from eventlog.records r join eventlog.partitions p on p.id = r.partition_id
            where p.topic = $1 order by r.event_id
            """);
        command.Parameters.AddWithValue(topic);
        var envelopes = new List<EventEnvelope>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            envelopes.Add(EventEnvelope.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return envelopes;
    }
}
