namespace Thesis.Bench.Engine;

/// <summary>What of the engine's benchmark runs.</summary>
/// <param name="Problems">Names of the problems.</param>
/// <param name="Budgets">Seconds of CPU a problem gets, in work units of a millisecond.</param>
/// <param name="OtherSeconds">Seconds of CPU that CP-SAT, SCIP and HiGHS get; 0 leaves it out.</param>
/// <param name="Threads">Threads of the runs by time; where there is one, two are not compared with it.</param>
/// <param name="Probes">Whether small problems, threads, cancellation and re-solving are measured, as far as their problems are among those named.</param>
internal sealed record EngineBenchOptions(IReadOnlyList<string> Problems, IReadOnlyList<int> Budgets, int OtherSeconds, int Threads, bool Probes)
{
    public const string Usage = """
        usage: ./thesis bench engine [--quick] [--only NAME,NAME…] [--seconds S,S…] [--others S] [--threads N] [--no-probes]

          --quick      S and T at 3 seconds, without other solvers and probes: a look, not a measurement
          --only       some of {size}-base {size}-hard {size}-classes {size}-slots, of sizes S T M L and, base and hard, XL;
                       City-day, City-full
          --seconds    CPU seconds a problem gets (10)
          --others     CPU seconds that CP-SAT, SCIP and HiGHS get on S and T (10); 0 leaves them out
          --threads    threads of the runs by time (2); with 1 no run takes more
          --no-probes  without small problems, threads, cancellation and re-solving

        All of it takes about a quarter of an hour on two quiet cores.
        """;

    private const int MostSeconds = 3600;

    public static EngineBenchOptions Parse(string[] args)
    {
        var options = new EngineBenchOptions(ProblemSize.Names, [10], 10, 2, true);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--quick":
                    options = new EngineBenchOptions([.. ProblemSize.Names.Where(name => name[0] is 'S' or 'T')], [3], 0, 2, false);
                    continue;
                case "--no-probes":
                    options = options with { Probes = false };
                    continue;
                case "--only":
                    options = options with { Problems = Names(value) };
                    break;
                case "--seconds":
                    options = options with { Budgets = [.. value.Split(',').Select(text => Seconds("--seconds", text, least: 1)).Distinct().Order()] };
                    break;
                case "--others":
                    options = options with { OtherSeconds = Seconds("--others", value, least: 0) };
                    break;
                case "--threads":
                    options = options with { Threads = Whole("--threads", value, "threads", least: 1, most: 2) };
                    break;
                default:
                    throw new UsageException($"{args[i]}: unknown argument\n\n{Usage}");
            }
            i++;
        }
        return options;
    }

    private static string[] Names(string value)
    {
        var names = value.Split(',');
        return names.FirstOrDefault(name => !ProblemSize.Names.Contains(name)) is { } unknown
            ? throw new UsageException($"--only {value}: there is no problem '{unknown}'\n\n{Usage}")
            : names;
    }

    private static int Seconds(string option, string text, int least) => Whole(option, text, "seconds", least, MostSeconds);

    private static int Whole(string option, string text, string what, int least, int most) =>
        int.TryParse(text, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} {text}: must be whole {what} from {least} to {most}\n\n{Usage}");
}
