using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.Publishing;

namespace Thesis.Hosting.CommandLine;

/// <summary>Refuses a command line that cannot be meant, before anything is built from it.</summary>
internal static class CommandLineCheck
{
    private const int MaxSlips = 2;

    private static readonly string[] WithValue =
        ["--operation", "--publisher", "--step", "--output-path", "--log-level", "--environment", "--only"];

    /// <summary>Checks the arguments themselves: that switches which need a value have one, and that none is misspelt.</summary>
    /// <exception cref="DistributedApplicationException">A switch has no value, or is nearly one that there is.</exception>
    public static void Check(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Split(args[i]);
            if (!name.StartsWith('-'))
            {
                continue;
            }

            // As the configuration's reader has it: what follows a switch is its value, unless a flag stands alone.
            value ??= i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) && !PublishingArguments.FlagKeys.ContainsKey(name) ? args[++i] : null;
            if (WithValue.FirstOrDefault(s => Same(s, name)) is { } known)
            {
                if (string.IsNullOrWhiteSpace(value))
                {
                    throw new DistributedApplicationException($"{known} needs a value: {Remedy(known)}.");
                }
            }
            else if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                throw new DistributedApplicationException($"There is no switch {name}: those there are begin with two hyphens.");
            }
            else if (Meant(name) is { } meant)
            {
                throw new DistributedApplicationException($"There is no switch {name}: did you mean {meant}?");
            }
        }
    }

    /// <summary>Checks the values that the command line, or the environment, gave.</summary>
    /// <exception cref="DistributedApplicationException">A value is not one of those there are, or makes no sense without another.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (name, key) in PublishingArguments.FlagKeys)
        {
            if (configuration[key] is { Length: > 0 } flag && !bool.TryParse(flag, out _))
            {
                throw new DistributedApplicationException($"{name} is '{flag}': it must be true or false, or stand alone.");
            }
        }

        if (configuration[PublishingArguments.LogLevelKey] is { Length: > 0 } level && !IsLogLevel(level))
        {
            throw new DistributedApplicationException($"--log-level is '{level}': it must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }

        if (PublishingArguments.Operation(configuration) == DistributedApplicationOperation.Run && string.IsNullOrEmpty(configuration[PublishingArguments.OperationKey]))
        {
            ThrowIfOnlyForPublishing(configuration, "--step", PublishingArguments.StepKey);
            ThrowIfOnlyForPublishing(configuration, "--output-path", PublishingArguments.OutputPathKey);
        }
    }

    private static void ThrowIfOnlyForPublishing(IConfiguration configuration, string name, string key)
    {
        if (configuration[key] is { Length: > 0 })
        {
            throw new DistributedApplicationException($"{name} is for publishing, and nothing says to publish: add --operation publish, or --publisher with one of {Publishers}.");
        }
    }

    private static string Publishers => string.Join(", ", PublishingStep.All.Select(s => s.Publisher));

    private static string Remedy(string name) => name switch
    {
        "--operation" => "run, publish or inspect",
        "--publisher" => $"one of {Publishers}",
        "--step" => $"one of {string.Join(", ", PublishingStep.All.Select(s => s.Name))}",
        "--output-path" => "the file (ending in .json) or directory to write",
        "--log-level" => $"one of {string.Join(", ", Enum.GetNames<LogLevel>())}",
        "--environment" => "the environment's name, such as Development",
        _ => "names of resources and groups, with commas between them",
    };

    private static bool IsLogLevel(string text) => Enum.GetNames<LogLevel>().Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The switch that a name was probably meant to be. Sections' keys and short names are the AppHost's own.</summary>
    private static string? Meant(string name) => name.StartsWith("--", StringComparison.Ordinal) && name.Length > 6 && !name.Contains(':', StringComparison.Ordinal)
        ? WithValue.Concat(PublishingArguments.FlagKeys.Keys).FirstOrDefault(known => !Same(known, name) && Slips(known, name) <= MaxSlips)
        : null;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static (string Name, string? Value) Split(string argument) => argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (argument[..at], argument[(at + 1)..])
        : (argument, null);

    /// <summary>How many letters must be put in, left out or changed to make one text of another (Levenshtein's distance).</summary>
    private static int Slips(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
