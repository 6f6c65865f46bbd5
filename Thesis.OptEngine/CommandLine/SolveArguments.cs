using System.Globalization;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.CommandLine;

/// <summary>What was asked of <see cref="SolveCommand"/>.</summary>
internal sealed record SolveArguments
{
    private const double DefaultSeconds = 10, MaxSeconds = 86_400, UnitsPerSecond = 1000;
    private const int MaxThreads = 256;

    public string File { get; private init; } = "";
    public double? Seconds { get; private init; }
    public long? Work { get; private init; }
    public int Threads { get; private init; } = 1;
    public double? GapPercent { get; private init; }
    public string? Out { get; private init; }
    public string? Strategy { get; private init; }
    public string Solver { get; private init; } = SolverCatalogue.Native;

    /// <summary>Reads the arguments, or says which is wrong and what it should be.</summary>
    public static SolveArguments? Parse(string[] args, out string problem)
    {
        var arguments = new SolveArguments();
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                if (arguments.File != "")
                {
                    problem = $"{args[i]}: one file at a time";
                    return null;
                }

                arguments = arguments with { File = args[i] };
                continue;
            }

            string? value = i + 1 < args.Length ? args[i + 1] : null;
            if (arguments.With(args[i], value, out problem) is not { } read)
            {
                return null;
            }

            arguments = read;
            i++;
        }

        problem = arguments.File == "" ? "no file given"
            : arguments is { Seconds: not null, Work: not null } ? "--seconds and --work: give one of them"
            : "";
        return problem == "" ? arguments : null;
    }

    /// <summary>The options of a solve; what the command line leaves open is the strategy's, if there is one.</summary>
    public SolveOptions Options(StrategyDocument? strategy)
    {
        long? work = Work ?? (Seconds is null && strategy?["limits.work"] > 0 ? (long)strategy["limits.work"] : null);
        double seconds = Seconds ?? (strategy is null ? DefaultSeconds : strategy["limits.timeMs"] / 1000);
        return new SolveOptions
        {
            Work = work ?? (long)(seconds * UnitsPerSecond),
            TimeLimit = work is null ? TimeSpan.FromSeconds(seconds) : null,
            Threads = Threads,
            TargetGap = GapPercent / 100 ?? strategy?["limits.gap"] ?? 0,
        };
    }

    private SolveArguments? With(string option, string? value, out string problem)
    {
        string wanted;
        SolveArguments? read;
        (wanted, read) = option switch
        {
            "--seconds" => ($"a number of seconds up to {MaxSeconds}", Number(value, MaxSeconds) is { } s ? this with { Seconds = s } : null),
            "--work" => ("a whole number of work units from 0", Whole(value, 0, 1_000_000_000_000) is { } w ? this with { Work = w } : null),
            "--threads" => ($"a whole number from 1 to {MaxThreads}", Whole(value, 1, MaxThreads) is { } t ? this with { Threads = (int)t } : null),
            "--gap" => ("a percentage from 0 to 100", Number(value, 100) is { } g ? this with { GapPercent = g } : null),
            "--out" => ("a file to write", string.IsNullOrEmpty(value) ? null : this with { Out = value }),
            "--strategy" => ("the name of a strategy, or a file of one", string.IsNullOrEmpty(value) ? null : this with { Strategy = value }),
            "--solver" => ($"one of {string.Join(", ", SolverCatalogue.Names)}",
                value is not null && SolverCatalogue.Names.Contains(value) ? this with { Solver = value } : null),
            _ => ("", null),
        };
        problem = wanted == "" ? $"{option}: unknown option"
            : value is null ? $"{option}: {wanted} is missing"
            : $"{option} {value}: must be {wanted}";
        return read;
    }

    private static double? Number(string? text, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= most ? value : null;

    private static long? Whole(string? text, long least, long most) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value : null;
}
