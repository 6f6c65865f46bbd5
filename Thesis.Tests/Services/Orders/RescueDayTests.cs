using System.Diagnostics;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Thesis.Services.Tests.Support;
using Xunit.Abstractions;

namespace Thesis.Services.Tests.Orders;

/// <summary>All services together with the real engine, from the first donation to the last receipt, with everything that can go wrong on the way.</summary>
public class RescueDayTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Region = "los-angeles";

    /// <summary>NGOs, donors (one donation each) and drivers; a larger day is set by environment for measuring.</summary>
    private static readonly (int Ngos, int Donors, int Drivers) Size =
        (FromEnvironment("RESCUE_NGOS", 12), FromEnvironment("RESCUE_DONORS", 30), FromEnvironment("RESCUE_DRIVERS", 6));

    private readonly RequestSolver engine = new(new NativeSolver());
    private ServicesHost? host;

    private ServicesHost Host => host ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => host = await ServicesHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    [Fact]
    public async Task A_day_ends_with_every_order_final_and_every_gram_and_slot_accounted_for()
    {
        var day = new RescueDay(Host, Region, request => engine.Solve(request));
        var watch = Stopwatch.StartNew();
        await day.AddPlacesAsync(Size.Ngos, Size.Donors);
        output.WriteLine($"places: {watch.Elapsed.TotalSeconds:0.0} s");
        using var stop = new CancellationTokenSource();
        var people = Enumerable.Range(1, 4).Select(i => day.NgoAsync(i, stop.Token))
            .Concat(Enumerable.Range(1, Size.Drivers).Select(i => day.DriverAsync(i, stop.Token)))
            .Append(day.DispatcherAsync(stop.Token))
            .Append(day.EngineAsync(stop.Token))
            .ToList();
        watch.Restart();

        await day.PostDonationsAsync();
        output.WriteLine($"donations posted: {watch.Elapsed.TotalSeconds:0.0} s");
        await QuietAsync(watch, people);
        await stop.CancelAsync();
        await Task.WhenAll(people);

        output.WriteLine($"{await Host.ScalarAsync<string>("select string_agg(status || ' ' || n, ', ') from (select status, count(*) n from orders.orders group by 1) s")}");
        output.WriteLine($"{await Host.ScalarAsync<string>("select count(*) || ' runs, ' || sum(lots) || ' lots, ' || sum(dropped) || ' dropped, ' || sum(refused) || ' refused, solved in ' || sum(solve_ms) || ' ms' from allocation.runs")}");
        output.WriteLine(string.Join(", ", day.Mishaps.Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.All(day.Mishaps, kind => Assert.True(kind.Value > 0, $"Nothing was {kind.Key} today: make the day larger."));
        await BooksBalanceAsync();
        Assert.Empty(Host.Logs.Errors);
    }

    /// <summary>Quiet is: every order final, every event handled, no run in flight or due.</summary>
    private async Task QuietAsync(Stopwatch watch, List<Task> people)
    {
        const string Busy = """
            select (select count(*) from orders.orders where status not in ('completed', 'declined', 'expired', 'cancelled', 'failed', 'returned', 'lost'))
                 + (select count(*) from allocation.runs where status = 'requested')
                 + (select count(*) from allocation.changes)
                 + (select count(*) from allocation.allocations where status in ('decided', 'confirmed'))
                 + (select count(*) from donations.donation where reserved_grams > 0)
            """;
        var patience = TimeSpan.FromSeconds(60 + (Size.Donors / 2));
        var quietLooks = 0;
        while (quietLooks < 5)
        {
            Assert.True(watch.Elapsed < patience, $"Not quiet after {watch.Elapsed}; {await Host.ScalarAsync<long>(Busy)} things under way.\n{string.Join('\n', Host.Logs.All)}");
            if (people.Find(person => person.IsFaulted) is { } fault)
            {
                await fault;
            }

            quietLooks = await Host.ScalarAsync<long>(Busy) == 0 && await Host.ScalarAsync<long>("select count(*) from orders.orders") > 0 ? quietLooks + 1 : 0;
            if (quietLooks == 1)
            {
                output.WriteLine($"quiet: {watch.Elapsed.TotalSeconds:0.0} s");
            }

            await Task.Delay(100);
        }
    }

    private async Task BooksBalanceAsync()
    {
        (string Rule, string Violations)[] rules =
        [
            ("every order is final", "select count(*) from orders.orders where status not in ('completed', 'declined', 'expired', 'cancelled', 'failed', 'returned', 'lost')"),
            ("a lot has one order", "select count(*) from allocation.allocations a where status <> 'refused' and (select count(*) from orders.orders o where o.allocation_id = a.id) <> 1"),
            ("what was delivered is in the donation's books", """
                select count(*) from donations.donation d
                where d.delivered_grams <> (select coalesce(sum(o.delivered_grams), 0) from orders.orders o where o.donation_id = d.id)
                """),
            ("what an order lost is lost to its donation, and nothing else", """
                select count(*) from donations.donation d
                where d.lost_grams <> (select coalesce(sum(o.lost_grams), 0) from orders.orders o where o.donation_id = d.id)
                """),
            ("the history of every order leads to its state", """
                select count(*) from orders.orders o
                where o.version <> (select count(*) from orders.history h where h.order_id = o.id)
                   or o.status <> (select h.to_status from orders.history h where h.order_id = o.id order by h.version desc limit 1)
                """),
            ("nothing stays reserved", "select count(*) from donations.donation where reserved_grams <> 0"),
            ("an NGO's day holds what was delivered", """
                select count(*) from allocation.ngo_days d
                where d.reserved_grams <> (select coalesce(sum(o.delivered_grams), 0) from orders.orders o where o.ngo_id = d.ngo_id)
                   or d.slots_used <> (select count(*) from orders.orders o where o.ngo_id = d.ngo_id and o.status = 'completed')
                """),
            ("no capacity is exceeded", """
                select count(*) from allocation.ngo_days d join ngos.ngo n on n.id = d.ngo_id
                where d.reserved_grams > n.daily_capacity_grams or d.slots_used > n.daily_slots
                """),
            ("no pair that was declined was proposed again", """
                select count(*) from orders.orders o join orders.orders later
                    on later.donation_id = o.donation_id and later.ngo_id = o.ngo_id and later.id > o.id
                where o.status = 'declined'
                """),
            ("nothing was dead-lettered", """
                select (select count(*) from orders.dead_letters) + (select count(*) from allocation.dead_letters)
                     + (select count(*) from drivers.dead_letters) + (select count(*) from donations.dead_letters)
                """),
        ];
        foreach (var (rule, violations) in rules)
        {
            Assert.True(await Host.ScalarAsync<long>(violations) == 0, $"Broken: {rule}.");
        }
    }

    private static int FromEnvironment(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : otherwise;
}
