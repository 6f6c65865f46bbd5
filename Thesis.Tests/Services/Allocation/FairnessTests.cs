using System.Net;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Api;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Allocation;

/// <summary>Who got how much for its need in four weeks, for dispatchers.</summary>
public class FairnessTests
{
    [Fact]
    public async Task What_arrived_in_four_weeks_is_set_beside_what_each_NGO_could_have_taken()
    {
        var region = await Region.StartAsync();
        var (fed, hungry, part) = (await region.AddNgoAsync(100), await region.AddNgoAsync(100), await region.AddNgoAsync(50));
        await GiveAsync(region, fed.Id, daysAgo: 27, kg: 1400, "delivered");
        await GiveAsync(region, fed.Id, daysAgo: 28, kg: 900, "delivered");
        await GiveAsync(region, part.Id, daysAgo: 0, kg: 350, "delivered", releasedKg: 210);
        await GiveAsync(region, part.Id, daysAgo: 0, kg: 40, "confirmed");
        await GiveAsync(region, hungry.Id, daysAgo: 3, kg: 70, "released", releasedKg: 70);

        var fairness = await region.Host.AsDispatcher().GetAsync($"/api/v1/fairness?region={region.Name}").ReadAsync<FairnessResponse>();

        Assert.Equal(27, fairness.Until.DayNumber - fairness.From.DayNumber);
        Assert.Equal((7000m, 1540m, 0.22), (fairness.NeedKg, fairness.DeliveredKg, fairness.Share));
        Assert.Equal([hungry.Id, part.Id, fed.Id], fairness.Items.Select(item => item.NgoId.Value));
        Assert.Equal([0, 0.1, 0.5], fairness.Items.Select(item => item.Share));
        Assert.Equal((140m, 40m, 1400m, 1), (fairness.Items[1].DeliveredKg, fairness.Items[1].UnderWayKg, fairness.Items[1].NeedKg, fairness.Items[1].Deliveries));
        Assert.Equal((0m, 0, (DateOnly?)null), (fairness.Items[0].DeliveredKg, fairness.Items[0].Deliveries, fairness.Items[0].LastDelivery));
        // Shares 0, 0.1 and 0.5: 2 · (0.2 + 1.5) / (3 · 0.6) − 4 / 3.
        Assert.Equal(0.5556, fairness.Gini);
        var longer = await region.Host.AsDispatcher().GetAsync($"/api/v1/fairness?region={region.Name}&weeks=5").ReadAsync<FairnessResponse>();
        Assert.Equal(2300m, longer.Items[^1].DeliveredKg);
    }

    [Fact]
    public async Task Only_dispatchers_see_what_others_got()
    {
        var host = await Logistics.SharedAsync();

        await host.AsNgo().GetAsync("/api/v1/fairness?region=los-angeles").ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Equal(["region", "weeks"], (await host.AsDispatcher().GetAsync("/api/v1/fairness?weeks=0").WrongFieldsAsync()).Order());
    }

    private static async Task GiveAsync(Region region, long ngo, int daysAgo, long kg, string status, long releasedKg = 0)
    {
        var run = Logistics.NextId() + 5_000_000;
        await region.Host.ScalarAsync<object>(
            """
            with run as (
                insert into allocation.runs (id, region, day, status, cause, requested_by, requested_at, strategy_version)
                values ($1, $2, current_date, 'completed', 'request', 'user-dispatcher', now(), 'balanced-1') returning id)
            insert into allocation.allocations (id, run_id, region, day, donation_id, ngo_id, grams, released_grams, status, km, value_per_kg, priority_factor,
                preference_factor, urgency_factor, fairness_factor, trip_cost, travel_minutes, limited_by, decided_at)
            select $1, id, $2, (now() at time zone 'UTC')::date - $3::int, $1, $4, $5, $6, $7, 1, 1, 1, 1, 1, 1, 1, 1, '', now() from run
            """,
            run, region.Name, daysAgo, ngo, kg * 1000, releasedKg * 1000, status);
    }
}
