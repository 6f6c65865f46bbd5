using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts;
using Thesis.Contracts.Drivers.V1;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Drivers;

public class PositionTests
{
    private const string Path = "/api/v1/drivers/me/positions";

    [Fact]
    public async Task A_batch_is_kept_once_and_moves_the_last_position()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion());
        var now = DateTimeOffset.UtcNow;
        var batch = new[] { At(34.02, now.AddSeconds(-1)), At(34.01, now.AddSeconds(-2)), At(34.01, now.AddSeconds(-2)) };

        var first = await seat.Client.PostCommandAsync(Path, new { positions = batch }).ReadAsync<JsonNode>();
        var second = await seat.Client.PostCommandAsync(Path, new { positions = batch }).ReadAsync<JsonNode>();
        await seat.Client.PostCommandAsync(Path, new { positions = new[] { At(33, now.AddHours(-1)) } }).ReadAsync<JsonNode>();

        Assert.Equal((2, 1), ((int?)first["accepted"], (int?)first["known"]));
        Assert.Equal((0, 3), ((int?)second["accepted"], (int?)second["known"]));
        var me = await seat.Client.GetNodeAsync("/api/v1/drivers/me");
        Assert.Equal(34.02, (double?)me["lastPosition"]?["latitude"]);
        Assert.Equal(1, (int?)me["version"]);
        var events = await EventsAsync(logistics, seat, 2);
        Assert.Equal([34.01, 34.02], events[0].Moved.Positions.Select(position => position.Latitude));
        Assert.Equal(2, events.Count);
    }

    [Fact]
    public async Task Those_who_wait_for_an_order_under_way_see_its_driver_move()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var seat = await DriversSeat.RegisterAsync(logistics, region, onShift: true);
        var id = await logistics.AcceptedAsync(region);
        await seat.ClaimAsync(id).ReadAsync<JsonNode>();

        await seat.Client.PostCommandAsync(Path, new { positions = new[] { At(34, DateTimeOffset.UtcNow) } }).ReadAsync<JsonNode>();

        var audience = (await EventsAsync(logistics, seat, 1))[0].Audience;
        Assert.Equal([$"driver:{seat.Id}", $"order:{id}", $"region:{region}"], audience.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_batch_with_bad_positions_the_good_ones_are_kept_and_the_bad_ones_named()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion());
        var now = DateTimeOffset.UtcNow;

        var answer = await seat.Client.PostCommandAsync(
            Path, new { positions = new[] { At(34.02, now), At(34.01, now.AddHours(-25)), At(91, now.AddSeconds(-1)) } }).ReadAsync<JsonNode>();

        Assert.Equal((1, 0), ((int?)answer["accepted"], (int?)answer["known"]));
        Assert.Equal([1, 2], (answer["rejected"] as JsonArray ?? []).Select(one => (int?)one?["index"] ?? 0));
        Assert.Equal("must be at most 24 hours ago", (string?)answer["rejected"]?[0]?["errors"]?["time"]);
        Assert.Equal(34.02, (double?)(await seat.Client.GetNodeAsync("/api/v1/drivers/me"))["lastPosition"]?["latitude"]);
    }

    [Fact]
    public async Task A_batch_without_a_good_position_is_refused_and_nothing_is_kept()
    {
        var logistics = await Logistics.SharedAsync();
        var seat = await DriversSeat.RegisterAsync(logistics, Logistics.NewRegion());
        var now = DateTimeOffset.UtcNow;

        await WrongAsync("positions", []);
        await WrongAsync("positions", [.. Enumerable.Range(0, 501).Select(i => At(34, now.AddSeconds(-i)))]);
        await WrongAsync("positions[0].latitude", [At(91, now.AddSeconds(-1))]);
        await WrongAsync("positions[0].longitude", [new { latitude = 1.0, longitude = -181.0, time = now }]);
        await WrongAsync("positions[0].time", [At(34, now.AddHours(1))]);
        await WrongAsync("positions[0].time", [At(34, now.AddHours(-25))]);
        await WrongAsync("positions[0].accuracyM", [new { latitude = 1.0, longitude = 1.0, time = now, accuracyM = -1 }]);
        Assert.NotEmpty(await seat.Client.PostCommandAsync(Path, """{"positions":[null]}""").WrongFieldsAsync());
        Assert.NotEmpty(await seat.Client.PostCommandAsync(Path, """{"positions":[{"latitude":1,"longitude":1,"time":"yesterday"}]}""").WrongFieldsAsync());

        Assert.Null((await seat.Client.GetNodeAsync("/api/v1/drivers/me"))["lastPosition"]);

        async Task WrongAsync(string field, object[] positions) =>
            Assert.Equal([field], await seat.Client.PostCommandAsync(Path, new { positions }).WrongFieldsAsync());
    }

    [Fact]
    public async Task Partitions_are_made_ahead_and_dropped_after_their_time()
    {
        var logistics = await Logistics.SharedAsync();
        var partitions = logistics.Services.GetRequiredService<PositionPartitions>();
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Assert.Superset(Days(today.AddDays(-1), today.AddDays(3)), (await partitions.ListAsync(CancellationToken.None)).ToHashSet());
        var old = today.AddDays(-40);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => partitions.MakeAsync(old, old.AddDays(1), CancellationToken.None)));
        Assert.Superset(Days(old, old.AddDays(1)), (await partitions.ListAsync(CancellationToken.None)).ToHashSet());
        await logistics.Services.GetRequiredService<DriverUpkeep>().RunOnceAsync(CancellationToken.None);

        Assert.Subset(Days(today.AddDays(-29), today.AddDays(4)), (await partitions.ListAsync(CancellationToken.None)).ToHashSet());
    }

    [Fact]
    public async Task Orders_that_ended_long_ago_are_forgotten_batch_by_batch_and_those_under_way_stay()
    {
        var host = await Logistics.StartLogisticsAsync(settings: [("Drivers:ForgetBatch", "2"), ("Drivers:UpkeepInterval", "1.00:00:00")]);
        try
        {
            await host.ScalarAsync<object>("""
                insert into drivers.orders (order_id, driver_id, version, status, snapshot, updated_at)
                select n, 1, 1, case when n > 45 then 'assigned' else 'completed' end, '', now() - interval '100 days' from generate_series(1, 47) n
                """);
            await host.ScalarAsync<object>("insert into drivers.orders (order_id, driver_id, version, status, snapshot, updated_at) values (99, 1, 1, 'completed', '', now())");
            var upkeep = host.Services.GetRequiredService<DriverUpkeep>();

            await upkeep.RunOnceAsync(CancellationToken.None);
            Assert.Equal(8L, await host.ScalarAsync<long>("select count(*) from drivers.orders"));
            await upkeep.RunOnceAsync(CancellationToken.None);

            Assert.Equal("46,47,99", await host.ScalarAsync<string>("select string_agg(order_id::text, ',' order by order_id) from drivers.orders"));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static object At(double latitude, DateTimeOffset time) => new { latitude, longitude = -118.2, time, accuracyM = 5 };

    private static HashSet<DateOnly> Days(DateOnly first, DateOnly last) =>
        [.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays)];

    private static Task<List<(DriverLocationUpdated Moved, string[] Audience)>> EventsAsync(Logistics logistics, DriversSeat seat, int count) =>
        Eventually.GetAsync($"{count} moves of {seat.Id}", async () =>
        {
            var id = ServiceDefaults.Id<ServiceDefaults.Kinds.Driver>.Parse(seat.Id).Value;
            var events = (await logistics.EnvelopesAsync(Topics.DriverLocationUpdated))
                .Select(envelope => (Moved: DriverLocationUpdated.Parser.ParseFrom(envelope.Payload), Audience: envelope.Audience.ToArray()))
                .Where(e => e.Moved.DriverId == id)
                .ToList();
            return events.Count >= count ? events : null;
        });
}
