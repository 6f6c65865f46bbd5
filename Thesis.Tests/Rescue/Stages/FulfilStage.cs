using System.Net;
using Thesis.Rescue.People;

namespace Thesis.Rescue.Stages;

/// <summary>Charities answer and drivers drive, beside the donating, until nothing is left to do.</summary>
internal sealed class FulfilStage(Crew crew, RescueOptions options, OrderBoard board, IReadOnlyList<KnownDonor> donors) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(10);

    private readonly NgoAgent[] _ngos = [.. crew.NgoManagers.Select(person => new NgoAgent(person, options.Region, options.Seed))];
    private readonly DriverAgent[] _drivers =
    [
        .. crew.DriverPeople.Select((person, i) =>
        {
            var start = donors[i * donors.Count / crew.DriverPeople.Count];
            return new DriverAgent(person, options.Region, start.Latitude, start.Longitude);
        }),
    ];

    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public IReadOnlyList<double> UpdateMs => [.. _ngos.SelectMany(ngo => ngo.UpdateMs), .. _drivers.SelectMany(driver => driver.UpdateMs)];

    public int Positions => _drivers.Sum(driver => driver.Positions);

    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var driver in _drivers)
        {
            await driver.RegisterAsync(cancel);
        }

        _work = Task.WhenAll([.. _ngos.Select(ngo => ngo.RunAsync(_stop.Token)), .. _drivers.Select(driver => driver.RunAsync(_stop.Token))]);
    }

    /// <summary>Waits until every order is final and one more run of the engine, asked for by the dispatcher, finds nothing to give.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        var deadline = DateTimeOffset.UtcNow + GiveUpAfter;
        while (DateTimeOffset.UtcNow < deadline)
        {
            await Task.Delay(LookEvery, cancel);
            if (_work.IsFaulted)
            {
                await _work;
            }

            if (board.AllFinal && DateTimeOffset.UtcNow - board.LastChange > Quiet && await NothingLeftAsync(cancel))
            {
                await _stop.CancelAsync();
                await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }
        }

        var open = board.Orders.Where(order => !order.IsFinal).GroupBy(order => order.Status).Select(group => $"{group.Count()} {group.Key}");
        throw new UnexpectedAnswerException($"The day did not end in {GiveUpAfter.TotalMinutes:F0} minutes; orders left: {string.Join(", ", open)}.");
    }

    public void Dispose() => _stop.Dispose();

    private async Task<bool> NothingLeftAsync(CancellationToken cancel)
    {
        var orders = board.Orders.Count;
        var (status, run, _) = await crew.Dispatcher.TryPostAsync("/api/v1/allocation-runs", new { region = options.Region }, cancel);
        if (status == HttpStatusCode.Conflict)
        {
            // A run is under way already; what it decides comes first.
            return false;
        }

        var id = run.GetProperty("id").GetString();
        while (run.GetProperty("status").GetString() is "requested" or "running")
        {
            await Task.Delay(LookEvery, cancel);
            run = await crew.Dispatcher.GetAsync($"/api/v1/allocation-runs/{id}", cancel);
        }

        await Task.Delay(Quiet, cancel);
        return board.Orders.Count == orders && board.AllFinal;
    }
}
