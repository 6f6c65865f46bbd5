using System.Diagnostics;
using System.Globalization;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.Bench.Engine;

/// <summary>
/// The parts of the engine's benchmark that the command line cannot show, as a process of their own: how soon a solve ends
/// once it is cancelled, and how long a changed donation takes from an earlier plan. Prints a line of <c>name=number</c>.
/// </summary>
internal static class EngineProbe
{
    /// <summary>The first argument that makes the benchmark's program a probe.</summary>
    public const string Mode = "engine-probe";

    private const int Cancellations = 5, WarmUps = 3, Repeats = 5;
    private const int SmallProblems = 100, SmallArcs = 300;
    private const double SmallSeconds = 2, UnitsPerSecond = 1000, UsualGap = 0.005;
    private const long SmallWork = 3_000, FirstWork = 10_000, EndlessWork = 100_000_000;

    /// <summary>Changes of one donation: its place among all, from those with the most arcs (0) to those with the fewest (1), and
    /// how many times as much it is then.</summary>
    private static readonly (double Place, double Factor)[] Changes = [(0, 0.5), (0.035, 2), (0.15, 0.5), (0.45, 0.1), (0.75, 3)];

    private static readonly string[] SmallVariants = ["base", "hard", "slots", "classes"];

    public static int Run(string[] args)
    {
        if (args[0] == "small")
        {
            Console.WriteLine(Small(args[1]));
            return 0;
        }

        var places = new InstancePlaces();
        var problem = new PlacedProblem(InstanceFile.Read(args[1], places), places).Problem;
        Console.WriteLine(args[0] == "cancel" ? Cancel(problem) : Resolve(problem));
        return 0;
    }

    /// <summary>Random problems of up to 300 arcs: how many are proven optimal within two CPU seconds, and what the slowest of nine
    /// in ten and of all takes.</summary>
    private static string Small(string folder)
    {
        var (seconds, inWork) = (new List<double>(), 0);
        for (var seed = 0; seconds.Count < SmallProblems; seed++)
        {
            var file = Path.Combine(folder, "small.inst");
            var size = new ProblemSize("small", 3 + seed % 12, 8 + seed * 7 % 60, 1 + seed % 2, 0, 0);
            new ProblemGenerator($"small-{seed}-{SmallVariants[seed % SmallVariants.Length]}", size).Write(file);
            var problem = InstanceFile.Read(file);
            if (problem.ArcCount is 0 or > SmallArcs)
            {
                continue;
            }

            var before = Environment.CpuUsage.TotalTime;
            var result = new NativeSolver().Solve(problem, new SolveOptions { Work = SmallWork });
            var took = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            seconds.Add(result.Status == SolveStatus.Optimal ? took : double.PositiveInfinity);
            inWork += result.Status == SolveStatus.Optimal && result.Work <= SmallSeconds * UnitsPerSecond ? 1 : 0;
        }

        seconds.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"small_in_work={inWork} small_proven={seconds.Count(s => s <= SmallSeconds)} small_median_s={seconds[seconds.Count / 2]:0.000} small_tenth_s={seconds[seconds.Count * 9 / 10]:0.000}");
    }

    private static string Cancel(AllocationProblem problem)
    {
        var worst = TimeSpan.Zero;
        for (var i = 0; i < Cancellations; i++)
        {
            using var stop = new CancellationTokenSource();
            long asked = 0;
            // Fired by a timer of its own, at moments that have nothing to do with the solver's steps.
            using var timer = new Timer(_ =>
            {
                Volatile.Write(ref asked, Stopwatch.GetTimestamp());
                stop.Cancel();
            });
            timer.Change(TimeSpan.FromMilliseconds(1000 + 937 * i), Timeout.InfiniteTimeSpan);
            _ = new NativeSolver().Solve(problem, new SolveOptions { Work = EndlessWork }, stop.Token);
            var took = Stopwatch.GetElapsedTime(Volatile.Read(ref asked));
            worst = took > worst ? took : worst;
        }
        return string.Create(CultureInfo.InvariantCulture, $"cancel_ms={worst.TotalMilliseconds:0.0}");
    }

    /// <summary>As a region does it: to the gap that it is content with, from the last plan's lots and prices.</summary>
    private static string Resolve(AllocationProblem problem)
    {
        var solver = new NativeSolver();
        var options = new SolveOptions { Work = FirstWork, TargetGap = UsualGap };
        var first = solver.Solve(problem, options);
        var again = options with { WarmStart = new WarmStart(first.Solution.Allocations) { Duals = first.Duals } };
        var widest = Enumerable.Range(0, problem.DonationCount).OrderByDescending(d => problem.DonationStart[d + 1] - problem.DonationStart[d]).ToArray();
        var took_ms = new List<double>();
        var worstGap = 0.0;
        foreach (var (place, factor) in Changes)
        {
            var changed = WithOneDonationChanged(problem, widest[(int)(place * (widest.Length - 1))], factor);
            for (var i = -WarmUps; i < Repeats; i++)
            {
                var start = Stopwatch.GetTimestamp();
                worstGap = Math.Max(worstGap, solver.Solve(changed, again).Gap);
                // As in a worker that has been up for a while.
                took_ms.AddRange(i < 0 ? [] : [Stopwatch.GetElapsedTime(start).TotalMilliseconds]);
            }
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"resolve_ms={Middle(took_ms):0.0} worst_ms={took_ms.Max():0.0} first_gap={100 * first.Gap:0.00000} second_gap={100 * worstGap:0.00000}");
    }

    private static double Middle(List<double> of) => of.Order().ElementAt(of.Count / 2);

    /// <summary>The same problem with another quantity of a donation.</summary>
    private static AllocationProblem WithOneDonationChanged(AllocationProblem problem, int one, double factor)
    {
        var builder = new AllocationProblemBuilder(problem.DonationCount, problem.NgoCount, problem.ArcCount);
        for (var d = 0; d < problem.DonationCount; d++)
        {
            builder.AddDonation(d == one ? Math.Max(problem.MinLot[d], (long)(factor * problem.Supply[d])) : problem.Supply[d], problem.MinLot[d]);
        }
        for (var n = 0; n < problem.NgoCount; n++)
        {
            builder.AddNgo(problem.Capacity[n], problem.Slots[n]);
        }
        for (var a = 0; a < problem.ArcCount; a++)
        {
            builder.AddArc(problem.ArcDonation[a], problem.ArcNgo[a], problem.ArcValue[a], problem.ArcCost[a], problem.ArcUpper[a]);
        }
        return builder.Build();
    }
}
