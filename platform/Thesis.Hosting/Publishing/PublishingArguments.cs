using Aspire.Hosting;
using Microsoft.Extensions.Configuration;

namespace Thesis.Hosting.Publishing;

/// <summary>What the command line says about publishing.</summary>
internal static class PublishingArguments
{
    public const string OperationKey = "AppHost:Operation";
    public const string PublisherKey = "Publishing:Publisher";
    public const string OutputPathKey = "Publishing:OutputPath";
    public const string StepKey = "Pipeline:Step";
    public const string ListStepsKey = "Pipeline:ListSteps";
    public const string ExceptionDetailsKey = "Pipeline:IncludeExceptionDetails";
    public const string LogLevelKey = "Pipeline:LogLevel";

    /// <summary>Switches that may stand without a value, and the keys they set. The configuration's reader would take the next argument for one.</summary>
    public static IReadOnlyDictionary<string, string> FlagKeys { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["--list-steps"] = ListStepsKey,
        ["--include-exception-details"] = ExceptionDetailsKey,
        ["--clear-cache"] = "Pipeline:ClearCache",
        ["--yes"] = "Pipeline:Yes",

        // Random ports, so that several checkouts run side by side.
        ["--isolated"] = "DcpPublisher:RandomizePorts",
    };

    /// <summary>The arguments with each flag as the key it sets, and a value for those that stand alone.</summary>
    public static string[] Normalized(string[] args)
    {
        var normalized = new List<string>(args.Length);
        for (var i = 0; i < args.Length; i++)
        {
            var parts = args[i].Split('=', 2);
            if (!FlagKeys.TryGetValue(parts[0], out var key))
            {
                normalized.Add(args[i]);
                continue;
            }

            var follows = parts.Length == 1 && i + 1 < args.Length && bool.TryParse(args[i + 1], out _);
            normalized.Add($"--{key}={(parts.Length == 2 ? parts[1] : follows ? args[++i] : "true")}");
        }

        return [.. normalized];
    }

    /// <summary>What to do: as <c>--operation</c> says, else publish when a publisher, a step or the steps are asked for.</summary>
    /// <exception cref="DistributedApplicationException">The operation is unknown.</exception>
    public static DistributedApplicationOperation Operation(IConfiguration configuration)
    {
        var operation = configuration[OperationKey];
        return operation?.ToUpperInvariant() switch
        {
            "RUN" => DistributedApplicationOperation.Run,
            "PUBLISH" or "INSPECT" => DistributedApplicationOperation.Publish,
            null or "" => configuration[PublisherKey] is { Length: > 0 } || IsTrue(configuration, ListStepsKey) ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run,
            _ => throw new DistributedApplicationException($"--operation is '{operation}': it must be run, publish or inspect."),
        };
    }

    public static bool IsTrue(IConfiguration configuration, string key) => string.Equals(configuration[key], "true", StringComparison.OrdinalIgnoreCase);
}
