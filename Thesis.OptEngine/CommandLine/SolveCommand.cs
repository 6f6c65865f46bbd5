using System.Diagnostics;
using System.Globalization;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.CommandLine;

/// <summary>Solves a problem file from a shell. Exit codes: 0 solved, 1 the file cannot be read, 2 wrong arguments,
/// 3 the engine's own answer failed its check.</summary>
internal static class SolveCommand
{
    public const string Help = """
        thesis solve FILE.inst [--seconds S | --work W] [--threads N] [--gap PERCENT] [--strategy NAME]
                     [--solver native|cp-sat|scip|highs] [--out FILE.sol]

          --seconds S      stop after S seconds of wall time; the work planned is what a reference core does in them (10)
          --work W         spend W work units (about a millisecond each) whatever time it takes: the same answer everywhere
          --threads N      threads to use (1); the answer does not depend on it
          --gap PERCENT    stop once the proven gap is at most PERCENT (0: go on until optimal or out of work)
          --strategy NAME  a built-in strategy, or a file of one: its smallest lot, most sources and longest trip restrict
                           the problem, its limits stand in for those not given here; values and costs are the file's
          --solver NAME    native (default), or a general solver of OR-Tools to compare it with: cp-sat, scip, highs
          --out FILE       write the solution: a line "donation ngo kg" an allocation

        Prints a line per improvement, then one last line
          value=V bound=B gap=G cpu_s=C wall_s=W peak_mb=M
        where G is 100·(B − V)/V, a percentage without its sign.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        if (args.Contains("--help"))
        {
            output.WriteLine(Help);
            return 0;
        }

        if (SolveArguments.Parse(args, out string problem) is not { } arguments)
        {
            error.WriteLine($"{problem}\n\n{Help}");
            return 2;
        }

        try
        {
            return Solve(arguments, output, error, cancellationToken);
        }
        catch (InstanceFormatException e)
        {
            error.WriteLine($"{arguments.File}: {e.Message}");
            return 1;
        }
        catch (ArgumentException e) when (arguments.Strategy is not null)
        {
            error.WriteLine(e.Message);
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message); // It names the file.
            return 1;
        }
    }

    private static int Solve(SolveArguments arguments, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var solver = SolverCatalogue.Find(arguments.Solver);
        // What cannot be written is noticed before the work is done; what is there stays until there is something better.
        using var file = arguments.Out is { } path ? new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write) : null;
        var strategy = arguments.Strategy is { } name ? StrategyRestriction.Find(name) : null;
        var placed = Read(arguments.File, strategy);
        var problem = placed.Problem;
        output.WriteLine(Line($"problem donations={problem.DonationCount} ngos={problem.NgoCount} arcs={problem.ArcCount} dropped={problem.DroppedArcs}"));
        using var process = Process.GetCurrentProcess();
        var options = arguments.Options(strategy) with { Progress = p => output.WriteLine(Describe(p, process)) };
        if (options.TimeLimit is { } limit)
        {
            options = options with { TimeLimit = limit > clock.Elapsed ? limit - clock.Elapsed : TimeSpan.Zero };
        }

        var start = clock.Elapsed;
        var result = solver.Solve(problem, options, cancellationToken);
        var solving = clock.Elapsed - start;
        if (result.Status == SolveStatus.Faulty)
        {
            error.WriteLine(result.Reason);
            return 3;
        }

        if (file is not null)
        {
            file.SetLength(0);
            using var writer = new StreamWriter(file);
            SolutionFile.Write(placed.Restore(result.Solution), writer);
        }

        process.Refresh();
        output.WriteLine(Line($"status={result.Status} stopped_by={result.StoppedBy} work={result.Work} allocations={result.Solution.Allocations.Length} solver={result.SolverVersion} solve_s={solving.TotalSeconds:0.000} {result.Reason}"));
        output.WriteLine(Line(
            $"value={result.Value:0.######} bound={result.Bound:0.######} gap={100 * result.Gap:0.######} cpu_s={process.TotalProcessorTime.TotalSeconds:0.00} wall_s={clock.Elapsed.TotalSeconds:0.00} peak_mb={process.PeakWorkingSet64 / 1e6:0}"));
        return 0;
    }

    private static PlacedProblem Read(string file, StrategyDocument? strategy)
    {
        var places = new InstancePlaces();
        var problem = InstanceFile.Read(file, places);
        return new PlacedProblem(strategy is null ? problem : StrategyRestriction.Apply(problem, places, strategy), places);
    }

    private static string Describe(SolveProgress p, Process process)
    {
        process.Refresh();
        return Line($"progress value={p.Value:0.00} bound={p.Bound:0.00} gap={100 * p.Gap:0.0000} work={p.Work} cpu_s={process.TotalProcessorTime.TotalSeconds:0.00} elapsed_s={p.Elapsed.TotalSeconds:0.00}");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture).TrimEnd();
}
