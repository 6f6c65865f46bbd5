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
    private const long FirstWork = 10_000, EndlessWork = 100_000_000;

    /// <summary>Changes of one donation: its place among all, from those with the most arcs (0) to those with the fewest (1), and
    /// how many times as much it is then.</summary>
    private static readonly (double Place, double Factor)[] Changes = [(0, 0.5), (0.035, 2), (0.15, 0.5), (0.45, 0.1), (0.75, 3)];

    public static int Run(string[] args)
    {
        var places = new InstancePlaces();
        var problem = new PlacedProblem(InstanceFile.Read(args[1], places), places).Problem;
        Console.WriteLine(args[0] == "cancel" ? Cancel(problem) : Resolve(problem));
        return 0;
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

    private static string Resolve(AllocationProblem problem)
    {
        var solver = new NativeSolver();
        var first = solver.Solve(problem, new SolveOptions { Work = FirstWork, Threads = 2 });
        var warm = new WarmStart(first.Solution.Allocations) { Duals = first.Duals };
        var widest = Enumerable.Range(0, problem.DonationCount).OrderByDescending(d => problem.DonationStart[d + 1] - problem.DonationStart[d]).ToArray();
        var (one, two) = (new List<double>(), new List<double>());
        var worstGap = 0.0;
        foreach (var (place, factor) in Changes)
        {
            var changed = WithOneDonationChanged(problem, widest[(int)(place * (widest.Length - 1))], factor);
            worstGap = Math.Max(worstGap, Time(changed, threads: 1, one));
            Time(changed, threads: 2, two);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"resolve_ms={Middle(one):0.0} worst_ms={one.Max():0.0} resolve2_ms={Middle(two):0.0} worst2_ms={two.Max():0.0} first_gap={100 * first.Gap:0.00000} second_gap={100 * worstGap:0.00000}");

        double Time(AllocationProblem changed, int threads, List<double> times_ms)
        {
            var options = new SolveOptions { Work = FirstWork, TargetGap = first.Gap, WarmStart = warm, Threads = threads };
            double gap = 0;
            // As in a worker that has been up for a while.
            for (var i = 0; i < WarmUps; i++)
            {
                gap = solver.Solve(changed, options).Gap;
            }

            var took = new List<double>();
            for (var i = 0; i < Repeats; i++)
            {
                var start = Stopwatch.GetTimestamp();
                _ = solver.Solve(changed, options);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times_ms.Add(Middle(took));
            return gap;
        }
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
