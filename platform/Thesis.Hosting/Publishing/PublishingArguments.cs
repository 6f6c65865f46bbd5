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

    // Switches that may stand without a value. The configuration's reader would take the next argument for one.
    private static readonly Dictionary<string, string> Flags = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--list-steps"] = $"--{ListStepsKey}=true",
        ["--include-exception-details"] = $"--{ExceptionDetailsKey}=true",
        ["--clear-cache"] = "--Pipeline:ClearCache=true",
        ["--yes"] = "--Pipeline:Yes=true",

        // Random ports, so that several checkouts run side by side.
        ["--isolated"] = "--DcpPublisher:RandomizePorts=true",
    };

    /// <summary>The arguments with a value for each flag that stands alone.</summary>
    public static string[] Normalized(string[] args) =>
        [.. args.Where((arg, i) => !IsValueOfFlag(args, i)).Select(arg => Flags.GetValueOrDefault(arg, arg))];

    /// <summary>What to do: as <c>--operation</c> says, else publish when a publisher, a step or the steps are asked for.</summary>
    /// <exception cref="DistributedApplicationException">The operation is unknown.</exception>
    public static DistributedApplicationOperation Operation(IConfiguration configuration)
    {
        var operation = configuration[OperationKey];
        return operation?.ToUpperInvariant() switch
        {
            "RUN" => DistributedApplicationOperation.Run,
            "PUBLISH" or "INSPECT" => DistributedApplicationOperation.Publish,
            null or "" => configuration[PublisherKey] is { Length: > 0 } || configuration[ListStepsKey] is { Length: > 0 } ? DistributedApplicationOperation.Publish : DistributedApplicationOperation.Run,
            _ => throw new DistributedApplicationException($"--operation is '{operation}': it must be run, publish or inspect."),
        };
    }

    private static bool IsValueOfFlag(string[] args, int i) =>
        i > 0 && Flags.ContainsKey(args[i - 1]) && bool.TryParse(args[i], out _);
}
