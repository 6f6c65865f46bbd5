using System.Globalization;
using System.Text;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Verification;

namespace Thesis.Bench.Engine;

/// <summary>
/// The engine on problems of every size, each solve a process of its own, one after another: value, proven bound, gap, CPU,
/// wall and memory; CP-SAT, SCIP and HiGHS beside it; small problems, two threads, cancellation and a small change.
/// </summary>
internal sealed class EngineBench(EngineBenchOptions options, ProblemFolder problems)
{
    private const int UnitsPerSecond = 1000, MustSeconds = 10, ThreadPairs = 3;
    private static readonly string[] Others = ["highs", "cp-sat", "scip"], OtherSizes = ["S", "T"];
    private readonly List<(string Problem, string Solver, int Seconds, Measurement? Found)> _rows = [];
    private readonly List<Figure> _figures = [];
    private readonly StringBuilder _notes = new();
    private readonly string _load = Load();

    public static async Task<Report> RunAsync(string[] args)
    {
        var options = EngineBenchOptions.Parse(args);
        using var problems = new ProblemFolder();
        return await new EngineBench(options, problems).RunAsync(string.Join(' ', args));
    }

    private async Task<Report> RunAsync(string arguments)
    {
        if (options.Probes)
        {
            await SmallAsync();
        }
        foreach (var name in options.Problems)
        {
            var file = await problems.WriteAsync(name);
            await SolveAsync(name, file);
            await CompareAsync(name, file);
            await ThreadsAsync(name, file);
            await ProbesAsync(name, file);
            File.Delete(file);
        }
        var drawings = new Dictionary<string, string>();
        foreach (var variant in (string[])["base", "hard"])
        {
            drawings[$"engine-gap-{variant}.svg"] = GapChart.Draw($"Proven gap over CPU time, {variant}", Curves(variant));
        }
        return new Report(
            "engine",
            $"Problems: {ProblemFolder.Source}. Each solve is a process of its own, one after another. Budgets are work units of about "
            + "a millisecond of CPU, so that the answers are the same everywhere; the seconds are what this machine needed, start and reading "
            + $"included. {_load}The gap is (bound − value) / value; the bound is proven. Every solution file was read back and checked against its problem.",
            _figures)
        {
            Arguments = arguments,
            Details = Details(),
            Drawings = drawings,
        };
    }

    /// <summary>How busy the machine was with other things when the benchmark began, where that is known.</summary>
    private static string Load()
    {
        const string Average = "/proc/loadavg";
        return File.Exists(Average)
            ? $"When it began, {File.ReadAllText(Average).Split(' ')[0]} processes of others wanted to run on its {Environment.ProcessorCount} cores: where that is more than a few tenths, what is limited by time says little. "
            : "";
    }

    private async Task SolveAsync(string name, string file)
    {
        var size = ProblemSize.Of(name);
        // By the clock as well: what a service that has a time limit gets on this machine.
        var timed = await RunAsync(name, file, "engine, by time", MustSeconds, "--seconds", MustSeconds.ToString(CultureInfo.InvariantCulture), "--threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        if (timed is not null)
        {
            _figures.Add(new Figure($"{name}: gap in {MustSeconds} s of wall time on {(options.Threads == 1 ? "one thread" : "two threads")}", timed.GapPercent, "%", ProblemSize.MustOf(name), "lower"));
        }
        foreach (var seconds in options.Budgets)
        {
            var found = await RunAsync(name, file, "engine", seconds, "--work", Units(seconds));
            if (found is null)
            {
                _figures.Add(new Figure($"{name}: solved in {seconds} s of work", 0, "bool", 1, "higher"));
            }
            else if (seconds == MustSeconds)
            {
                _figures.Add(new Figure($"{name}: gap in {seconds} s", found.GapPercent, "%", ProblemSize.MustOf(name), "lower"));
                if (size.Name == "XL")
                {
                    _figures.Add(new Figure($"{name}: peak memory", found.PeakMegabytes, "MB", 200, "lower"));
                }
            }
        }
    }

    private async Task CompareAsync(string name, string file)
    {
        if (options.OtherSeconds == 0 || !OtherSizes.Contains(ProblemSize.Of(name).Name))
        {
            return;
        }
        var seconds = options.OtherSeconds;
        foreach (var solver in Others)
        {
            var other = await RunAsync(name, file, solver, seconds, "--seconds", seconds.ToString(CultureInfo.InvariantCulture), "--solver", solver);
            var least = _rows.Where(row => row.Problem == name && row.Solver == "engine").Min(row => row.Found?.Value ?? 0);
            if (other is not null)
            {
                _figures.Add(new Figure($"{name}: value over that of {solver}", least - other.Value, "kg", 0, "higher"));
            }
        }
    }

    private async Task ThreadsAsync(string name, string file)
    {
        if (!options.Probes || options.Threads == 1 || name is not ("L-base" or "XL-base") || Environment.ProcessorCount < 2)
        {
            return;
        }
        var seconds = options.Budgets[0];
        var (ratios, together) = (new List<double>(), new List<double>());
        double difference = 0;
        // One after the other and more than once: what else the machine does falls on both.
        for (var pair = 0; pair < ThreadPairs; pair++)
        {
            var one = await RunAsync(name, file, "engine, 1 thread", seconds, "--work", Units(seconds), "--threads", "1");
            var two = await RunAsync(name, file, "engine, 2 threads", seconds, "--work", Units(seconds), "--threads", "2");
            if (one is not null && two is not null)
            {
                ratios.Add(one.SolveSeconds / two.SolveSeconds);
                difference += Math.Abs(one.Value - two.Value) + Math.Abs(one.Bound - two.Bound);
                together.Add(2 * one.SolveSeconds / await SideBySideAsync(file, seconds));
            }
        }
        if (ratios.Count > 0)
        {
            ratios.Sort();
            _figures.Add(new Figure($"{name}: speed on two threads over one, median of {ratios.Count} pairs", ratios[ratios.Count / 2], "times", 1.7, "higher"));
            _figures.Add(new Figure($"{name}: difference of the answers on one and two threads", difference, "kg", 0, "lower"));
            together.Sort();
            _notes.AppendLine(CultureInfo.InvariantCulture, $"Two solves of {name} side by side, each a process on one thread, do {together[together.Count / 2]:0.00} times the work of one alone: what two cores of this machine give where nothing is shared.");
        }
    }

    /// <summary>Seconds until two solves that run at once, one thread each, have both ended.</summary>
    private static async Task<double> SideBySideAsync(string file, int seconds)
    {
        var solves = Enumerable.Range(0, 2)
            .Select(_ => SolverProcess.SolveAsync(file, TimeSpan.FromSeconds(60 + 5 * seconds), "--work", Units(seconds), "--threads", "1"));
        return (await Task.WhenAll(solves)).Max(solve => solve?.SolveSeconds ?? double.PositiveInfinity);
    }

    private async Task SmallAsync()
    {
        var small = await SolverProcess.ProbeAsync("small", problems.FileOf(""));
        _figures.Add(new Figure("100 random problems of up to 300 arcs: proven optimal within 2 s of CPU", small["small_proven"], "problems", 90, "higher"));
        _figures.Add(new Figure("100 random problems of up to 300 arcs: proven optimal within 2,000 units of work, which no other load of the machine changes", small["small_in_work"], "problems", 90, "higher"));
        foreach (var (key, of) in (ReadOnlySpan<(string, string)>)[("small_median_s", "the middle one"), ("small_tenth_s", "the slowest of nine in ten")])
        {
            if (small.TryGetValue(key, out var seconds))
            {
                _figures.Add(new Figure($"CPU time until proven, {of}", seconds, "s", 2, "lower"));
            }
        }
    }

    private async Task ProbesAsync(string name, string file)
    {
        if (options.Probes && name == "XL-base")
        {
            var cancel = await SolverProcess.ProbeAsync("cancel", file);
            _figures.Add(new Figure($"{name}: worst of five cancellations", cancel["cancel_ms"], "ms", 100, "lower"));
        }
        if (options.Probes && name == "City-day")
        {
            var resolve = await SolverProcess.ProbeAsync("resolve", file);
            _figures.Add(new Figure($"{name}: one donation changed, solved again, middle of 25", resolve["resolve_ms"], "ms", 200, "lower"));
            _figures.Add(new Figure($"{name}: the worst of these", resolve["worst_ms"], "ms", 600, "lower"));
            _notes.AppendLine(CultureInfo.InvariantCulture, $"One changed donation at {name}: gap {resolve["first_gap"]:0.0000} % before, {resolve["second_gap"]:0.0000} % after at worst. Five donations, from the one with the most arcs to one with few, are halved, doubled, cut to a tenth or tripled, five times each, and solved to the gap of 0.5 % that a region is content with.");
        }
    }

    private async Task<Measurement?> RunAsync(string name, string file, string solver, int seconds, params string[] arguments)
    {
        var solution = problems.FileOf($"{name}.sol");
        // A busy machine may take some times as long as an idle one.
        var patience = TimeSpan.FromSeconds(120 + seconds * 20);
        var found = await SolverProcess.SolveAsync(file, patience, [.. arguments, "--out", solution]);
        if (found is not null)
        {
            found = found with { Checked = Check(file, solution, found.Value) };
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {solver} {seconds} s: value {found.Value:0.0} gap {found.GapPercent:0.0000} % cpu {found.CpuSeconds:0.0} s wall {found.WallSeconds:0.0} s"));
            if (found.Checked == false)
            {
                _figures.Add(new Figure($"{name}: {solver}'s solution holds", 0, "bool", 1, "higher"));
            }
        }
        _rows.Add((name, solver, seconds, found));
        return found;
    }

    private static bool Check(string file, string solution, double value)
    {
        using var stream = File.OpenRead(solution);
        var report = SolutionVerifier.Verify(InstanceFile.Read(file), SolutionFile.Read(stream));
        return report.Holds && Math.Abs((double)report.Value - value) < 1e-3;
    }

    private List<(string Name, IReadOnlyList<Moment> Curve)> Curves(string variant) =>
        [.. _rows.Where(row => row.Solver == "engine" && row.Seconds == options.Budgets[^1] && row.Found is not null && row.Problem.EndsWith(variant, StringComparison.Ordinal))
            .Select(row => (row.Problem, row.Found?.Curve ?? []))];

    private string Details()
    {
        var text = new StringBuilder("## Runs\n\n| problem | solver | budget | value | bound | gap | must / aim | CPU s | wall s | peak MB | checked |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var (problem, solver, seconds, found) in _rows)
        {
            var size = ProblemSize.Of(problem);
            var wanted = solver != "engine" ? "" : seconds <= MustSeconds ? Invariant($"≤ {ProblemSize.MustOf(problem):0.00} %") : size.AimPercent > 0 ? Invariant($"aim {size.AimPercent:0.00} %") : "aim: optimal";
            text.AppendLine(found is null
                ? $"| {problem} | {solver} | {seconds} s | nothing in time | | | {wanted} | | | | |"
                : Invariant($"| {problem} | {solver} | {seconds} s | {found.Value:#,0.0} | {found.Bound:#,0.0} | {found.GapPercent:0.0000} % | {wanted} | {found.CpuSeconds:0.0} | {found.WallSeconds:0.0} | {found.PeakMegabytes:0} | {(found.Checked == true ? "yes" : "NO")} |"));
        }
        text.AppendLine().Append(_notes);
        text.AppendLine("The other solvers run on S and T.");
        text.AppendLine().AppendLine("## Gap over time").AppendLine().AppendLine("![base](engine-gap-base.svg)").AppendLine().AppendLine("![hard](engine-gap-hard.svg)");
        return text.ToString();
    }

    private static string Units(int seconds) => (seconds * UnitsPerSecond).ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
