using System.Globalization;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.CommandLine;

/// <summary>What was asked of <see cref="SolveCommand"/>.</summary>
internal sealed record SolveArguments(string File, SolveOptions Options, string? Out)
{
    private const double DefaultSeconds = 10, MaxSeconds = 86_400;

    public static bool TryParse(string[] args, out SolveArguments arguments, out string problem)
    {
        arguments = new SolveArguments("", new SolveOptions(), null);
        string? file = null, output = null;
        double seconds = DefaultSeconds, gap = 0;
        long? work = null;
        int threads = 1;
        for (int i = 0; i < args.Length; i++)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool read = args[i] switch
            {
                "--seconds" => Number(value, 0, MaxSeconds, out seconds),
                "--work" => Whole(value, 0, long.MaxValue / 1_000_000, out work),
                "--threads" => Whole(value, 1, 256, out long? count) && (threads = (int)(count ?? 1)) > 0,
                "--gap" => Number(value, 0, 100, out gap),
                "--out" => (output = value) != "",
                _ => false,
            };
            if (read)
            {
                i++;
            }
            else if (file is null && !args[i].StartsWith('-'))
            {
                file = args[i];
            }
            else
            {
                problem = args[i].StartsWith("--", StringComparison.Ordinal)
                    ? $"{args[i]} {value}: unknown option or value out of range"
                    : $"{args[i]}: one file at a time";
                return false;
            }
        }

        problem = file is null ? "no file given" : "";
        var options = new SolveOptions
        {
            Work = work ?? (long)(seconds * 1000),
            TimeLimit = work is null ? TimeSpan.FromSeconds(seconds) : null,
            Threads = threads,
            TargetGap = gap / 100,
        };
        arguments = new SolveArguments(file ?? "", options, output);
        return file is not null;
    }

    private static bool Number(string text, double least, double most, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;

    private static bool Whole(string text, long least, long most, out long? value)
    {
        bool read = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
        value = number;
        return read && number >= least && number <= most;
    }
}
