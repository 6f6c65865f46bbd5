using System.Globalization;

namespace Thesis.Rescue;

/// <summary>What the command line and the environment ask for.</summary>
internal sealed record RescueOptions
{
    public const string Usage = """
        Usage: thesis rescue DIR [--donations N] [--seed S] [--region NAME] [--json FILE]

        Runs one day of rescues on the places in DIR (ngos.csv and donors.csv), through the public door, as the people
        would: donors post, the engine allocates, charities accept, drivers deliver. Then checks that nothing was lost.

          --donations N   how many donations are posted (default: one for each donor)
          --seed S        makes quantities, capacities and food types (default: 1)
          --region NAME   the region that the day runs in (default: the folder's name and the seed)
          --json FILE     writes the figures as JSON
        """;

    public required string Folder { get; init; }
    public int? Donations { get; init; }
    public int Seed { get; init; } = 1;
    public required string Region { get; init; }
    public string? JsonFile { get; init; }

    /// <summary>Reads the arguments. Throws <see cref="UsageException"/>, which says what is wrong.</summary>
    public static RescueOptions Parse(IReadOnlyList<string> args)
    {
        string? folder = null, region = null, json = null;
        int? donations = null;
        var seed = 1;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--donations": donations = Number(args, ref i, 1, 1_000_000); break;
                case "--seed": seed = Number(args, ref i, 0, int.MaxValue); break;
                case "--region": region = Value(args, ref i); break;
                case "--json": json = Value(args, ref i); break;
                case var option when option.StartsWith('-'): throw new UsageException($"There is no option {option}.");
                case var path when folder is null: folder = path; break;
                default: throw new UsageException($"One folder is enough; '{args[i]}' is a second.");
            }
        }

        if (folder is null)
        {
            throw new UsageException("Say which folder holds ngos.csv and donors.csv.");
        }

        foreach (var file in (string[])["ngos.csv", "donors.csv"])
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new UsageException($"There is no {file} in {folder}.");
            }
        }

        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new RescueOptions { Folder = folder, Donations = donations, Seed = seed, Region = region ?? $"{name}-{seed}", JsonFile = json };
    }

    private static string Value(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new UsageException($"{args[i - 1]} needs a value.");

    private static int Number(IReadOnlyList<string> args, ref int i, int least, int most)
    {
        var option = args[i];
        return int.TryParse(Value(args, ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} must be a whole number from {least} to {most}, not '{args[i]}'.");
    }
}

/// <summary>The command was not understood; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
