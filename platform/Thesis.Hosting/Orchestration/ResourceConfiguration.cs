using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Thesis.Hosting.Orchestration;

/// <summary>Runs a resource's callbacks and resolves what they leave: its arguments and variables.</summary>
internal static class ResourceConfiguration
{
    public static async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(ReplicaInstance replica, DistributedApplicationExecutionContext execution, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, replica.Resource, cancellationToken: cancellationToken) { Logger = logger };
        foreach (var annotation in replica.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ResolveAsync(value, replica, execution, cancellationToken).ConfigureAwait(false) is { } text)
            {
                resolved[name] = text;
            }
        }

        return resolved;
    }

    public static async Task<IReadOnlyList<string>> ArgumentsAsync(ReplicaInstance replica, DistributedApplicationExecutionContext execution, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], replica.Resource, cancellationToken) { ExecutionContext = execution, Logger = logger };
        foreach (var annotation in replica.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
        {
            await annotation.Callback(context).ConfigureAwait(false);
        }

        var resolved = new List<string>();
        foreach (var value in context.Args)
        {
            if (await ResolveAsync(value, replica, execution, cancellationToken).ConfigureAwait(false) is { } text)
            {
                resolved.Add(text);
            }
        }

        return resolved;
    }

    private static async ValueTask<string?> ResolveAsync(object? value, ReplicaInstance replica, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken) => value switch
    {
        null => null,
        string text => text,
        IValueProvider provider => await provider
            .GetValueAsync(new ReplicaValueContext { Caller = replica.Resource, ExecutionContext = execution, Replica = replica }, cancellationToken)
            .ConfigureAwait(false),
        _ => FormattableString.Invariant($"{value}"),
    };
}
