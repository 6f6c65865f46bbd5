namespace Thesis.Bench.Engine;

/// <summary>What of the engine's benchmark runs.</summary>
/// <param name="Problems">Names of the problems.</param>
/// <param name="Budgets">Seconds of CPU a problem gets, in work units of a millisecond.</param>
/// <param name="OtherSeconds">Seconds of CPU that CP-SAT, SCIP and HiGHS get; 0 leaves it out.</param>
/// <param name="Probes">Whether threads, cancellation and re-solving are measured, as far as their problems are among those named.</param>
internal sealed record EngineBenchOptions(IReadOnlyList<string> Problems, IReadOnlyList<int> Budgets, int OtherSeconds, bool Probes)
{
    public const string Usage = """
        usage: ./thesis bench engine [--quick] [--only NAME,NAME…] [--seconds S,S…] [--others S] [--no-probes]

          --quick      S and T at 3 seconds, without other solvers and probes: a look, not a measurement
          --only       some of S-base S-hard T-base T-hard M-base M-hard L-base L-hard XL-base XL-hard
          --seconds    CPU seconds a problem gets (10,60)
          --others    CPU seconds that CP-SAT, SCIP and HiGHS get on the problems up to M (30); 0 leaves it out
          --no-probes  without threads, cancellation and re-solving
        """;

    private const int MostSeconds = 3600;

    public static EngineBenchOptions Parse(string[] args)
    {
        var options = new EngineBenchOptions(ProblemSize.Names, [10, 60], 30, true);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--quick":
                    options = new EngineBenchOptions([.. ProblemSize.Names.Where(name => name[0] is 'S' or 'T')], [3], 0, false);
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

    private static int Seconds(string option, string text, int least) =>
        int.TryParse(text, out var seconds) && seconds >= least && seconds <= MostSeconds
            ? seconds
            : throw new UsageException($"{option} {text}: must be whole seconds from {least} to {MostSeconds}\n\n{Usage}");
}
