using System.Diagnostics;
using Npgsql;
using Thesis.Rescue.Checks;
using Thesis.Rescue.People;
using Thesis.Rescue.Places;
using Thesis.Rescue.Report;
using Thesis.Rescue.Stages;

namespace Thesis.Rescue;

/// <summary>The whole day: import, donate, fulfil, check, report.</summary>
internal sealed class RescueRun(RescueOptions options, RescueEnvironment environment)
{
    private readonly List<Figure> _stages = [];

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var ngos = PlaceFile.Read(Path.Combine(options.Folder, "ngos.csv"));
        var donors = PlaceFile.Read(Path.Combine(options.Folder, "donors.csv"));
        var day = SeededDay.Make(ngos.Count, donors.Count, options.Donations ?? donors.Count, options.Seed);
        Console.WriteLine($"Region {options.Region}: {ngos.Count} NGOs, {donors.Count} donors; {day.Donations.Count} donations of seed {options.Seed} (quantities, capacities and food types are made from the seed).");

        var logs = new LogChecks(environment.AppHost, TimeProvider.System);
        await using var crew = await StageAsync("sign in", () => Crew.SignInAsync(environment, options.Region, cancel));
        var board = new OrderBoard();
        board.Watch(crew.Dispatcher, options.Region);
        var known = await StageAsync("import", () => ImportStage.RunAsync(crew, options, ngos, donors, day, cancel));
        using var fulfil = new FulfilStage(crew, options, board, known);
        await StageAsync("drivers start their shift", () => DoAsync(fulfil.StartAsync(cancel)));

        var begin = DateTimeOffset.UtcNow;
        var donated = await StageAsync("donate", () => DonateStage.RunAsync(known, day, cancel));
        await StageAsync("allocate, accept, drive and deliver the rest", () => DoAsync(fulfil.FinishAsync(cancel)));
        var wholeDay = (board.LastChange - begin).TotalSeconds;

        var explained = await StageAsync("explain", () => ExplainStage.RunAsync(crew.Dispatcher, options.Region, cancel));
        await using var database = NpgsqlDataSource.Create(environment.Database);
        var checks = new DatabaseChecks(database, options.Region);
        return
        [
            .. await checks.FiguresAsync(cancel),
            Figure.Info("positions streamed", fulfil.Positions, "positions"),
            .. _stages,
            // Where the region's day was used up already, nothing was delivered.
            .. wholeDay > 0 ? [Figure.AtMost("first POST to last delivery", Math.Round(wholeDay, 1), "s", 90)] : Array.Empty<Figure>(),
            .. Percentiles.Latency("donation POST", donated.PostMs, 100),
            .. Percentiles.Latency("order update", fulfil.UpdateMs),
            .. Percentiles.Latency("commit to client", crew.Everybody.SelectMany(person => person.Live.Topics.Values.SelectMany(log => log.LatenciesMsSince(begin))), 100),
            .. SystemFigures(),
            .. await checks.RunAsync(cancel),
            .. await ClientChecks.RunAsync(crew, board, environment, cancel),
            explained,
            await logs.RunAsync(cancel),
        ];
    }

    private IEnumerable<Figure> SystemFigures()
    {
        if (environment.StartSeconds is { } seconds)
        {
            yield return Figure.AtMost("start to all healthy", seconds, "s", 20);
        }

        if (environment.HostProcess is { } pid)
        {
            yield return Figure.AtMost("memory of all processes", Math.Round(Memory.ApplicationMegabytes(pid)), "MB", 1500);
        }
    }

    private async Task<T> StageAsync<T>(string name, Func<Task<T>> stage)
    {
        Console.WriteLine($"- {name}");
        var start = Stopwatch.GetTimestamp();
        var result = await stage();
        _stages.Add(Figure.Info($"stage: {name}", Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 2), "s"));
        return result;
    }

    private static async Task<bool> DoAsync(Task work)
    {
        await work;
        return true;
    }
}
