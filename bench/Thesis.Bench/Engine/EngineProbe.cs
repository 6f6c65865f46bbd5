using System.Diagnostics;
using System.Globalization;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.Bench.Engine;

/// <summary>
/// The parts of the engine's benchmark that the command line cannot show, as a process of their own: how soon a solve ends
/// once it is cancelled, and how long one changed donation takes from an earlier plan. Prints a line of <c>name=number</c>.
/// </summary>
internal static class EngineProbe
{
    /// <summary>The first argument that makes the benchmark's program a probe.</summary>
    public const string Mode = "engine-probe";

    private const int Cancellations = 5, Repeats = 5;
    private const long FirstWork = 10_000, EndlessWork = 100_000_000;

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
        var first = solver.Solve(problem, new SolveOptions { Work = FirstWork });
        var changed = WithOneDonationChanged(problem);
        var warm = new WarmStart(first.Solution.Allocations) { Duals = first.Duals };
        var (one, gap) = Time(threads: 1);
        var (two, _) = Time(threads: 2);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"resolve_ms={one:0.0} resolve2_ms={two:0.0} first_gap={100 * first.Gap:0.00000} second_gap={100 * gap:0.00000}");

        (double Milliseconds, double Gap) Time(int threads)
        {
            var options = new SolveOptions { Work = FirstWork, TargetGap = first.Gap, WarmStart = warm, Threads = threads };
            // Once for the compiler, as in a worker that has been up for a while.
            var gap = solver.Solve(changed, options).Gap;
            var took = new double[Repeats];
            for (var i = 0; i < Repeats; i++)
            {
                var start = Stopwatch.GetTimestamp();
                _ = solver.Solve(changed, options);
                took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            Array.Sort(took);
            return (took[Repeats / 2], gap);
        }
    }

    /// <summary>The same problem with half as much of the donation with the most arcs.</summary>
    private static AllocationProblem WithOneDonationChanged(AllocationProblem problem)
    {
        var builder = new AllocationProblemBuilder(problem.DonationCount, problem.NgoCount, problem.ArcCount);
        var one = Enumerable.Range(0, problem.DonationCount).MaxBy(d => problem.DonationStart[d + 1] - problem.DonationStart[d]);
        for (var d = 0; d < problem.DonationCount; d++)
        {
            builder.AddDonation(d == one ? Math.Max(problem.MinLot[d], problem.Supply[d] / 2) : problem.Supply[d], problem.MinLot[d]);
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
