using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What can be found out of how a resource is run.</summary>
public static class ExecutionConfigurationBuilderExtensions
{
    /// <summary>Asks for the arguments that the model gives the resource.</summary>
    public static IExecutionConfigurationBuilder WithArgumentsConfig(this IExecutionConfigurationBuilder builder) =>
        builder.AddExecutionConfigurationGatherer(new ArgumentsGatherer());

    /// <summary>Asks for the variables that the model gives the resource.</summary>
    public static IExecutionConfigurationBuilder WithEnvironmentVariablesConfig(this IExecutionConfigurationBuilder builder) =>
        builder.AddExecutionConfigurationGatherer(new EnvironmentGatherer());

    private sealed class ArgumentsGatherer : IExecutionConfigurationGatherer
    {
        public async ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
        {
            var callbacks = new CommandLineArgsCallbackContext(context.Arguments, resource, cancellationToken) { ExecutionContext = executionContext, Logger = resourceLogger };
            foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToArray())
            {
                await annotation.Callback(callbacks).ConfigureAwait(false);
            }
        }
    }

    private sealed class EnvironmentGatherer : IExecutionConfigurationGatherer
    {
        public async ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
        {
            var callbacks = new EnvironmentCallbackContext(executionContext, resource, context.EnvironmentVariables, cancellationToken) { Logger = resourceLogger };
            foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToArray())
            {
                await annotation.Callback(callbacks).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>Looks things up in how a resource is run.</summary>
public static class ExecutionConfigurationResultExtensions
{
    /// <summary>Finds what a gatherer added, by its type.</summary>
    public static bool TryGetAdditionalData<T>(this IExecutionConfigurationResult configuration, [NotNullWhen(true)] out T? additionalData)
        where T : IExecutionConfigurationData
    {
        additionalData = configuration.AdditionalConfigurationData.OfType<T>().FirstOrDefault();
        return additionalData is not null;
    }
}
