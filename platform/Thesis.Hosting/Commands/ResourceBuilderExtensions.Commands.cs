using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Commands;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Offers a command on the resource.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The command's name; an earlier command of that name is replaced.</param>
    /// <param name="displayName">Its name for people.</param>
    /// <param name="executeCommand">Does it.</param>
    /// <param name="commandOptions">How it is offered.</param>
    public static IResourceBuilder<T> WithCommand<T>(this IResourceBuilder<T> builder, string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> executeCommand, CommandOptions? commandOptions = null)
        where T : IResource
    {
        var options = commandOptions ?? new CommandOptions();
        foreach (var earlier in builder.Resource.Annotations.OfType<ResourceCommandAnnotation>().Where(c => c.Name == name).ToArray())
        {
            builder.Resource.Annotations.Remove(earlier);
        }

        return builder.WithAnnotation(new ResourceCommandAnnotation(
            name,
            displayName,
            options.UpdateState ?? (_ => ResourceCommandState.Enabled),
            executeCommand,
            options.Description,
            options.Arguments,
            options.ConfirmationMessage,
            options.IconName,
            options.IconVariant,
            options.IsHighlighted,
            options.Visibility,
            options.ValidateArguments));
    }

    /// <summary>Offers a command that sends an HTTP request to the resource; usable while it is healthy.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="displayName">The command's name for people.</param>
    /// <param name="endpointName">The endpoint; http or https when null.</param>
    /// <param name="commandName">The command's name; made of endpoint and path when null.</param>
    /// <param name="commandOptions">How it works and is offered.</param>
    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(this IResourceBuilder<TResource> builder, string path, string displayName, [EndpointName] string? endpointName = null, string? commandName = null, HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints =>
        builder.WithHttpCommand(path, displayName, () => HealthEndpoint(builder.Resource, endpointName), commandName, commandOptions);

    /// <summary>Offers a command that sends an HTTP request to the endpoint selected; usable while the resource is healthy.</summary>
    public static IResourceBuilder<TResource> WithHttpCommand<TResource>(this IResourceBuilder<TResource> builder, string path, string displayName, Func<EndpointReference>? endpointSelector, string? commandName = null, HttpCommandOptions? commandOptions = null)
        where TResource : IResourceWithEndpoints
    {
        var options = commandOptions ?? new HttpCommandOptions();
        var endpoint = (endpointSelector ?? options.EndpointSelector ?? (() => HealthEndpoint(builder.Resource, null)))();
        if (!endpoint.Exists || endpoint.Scheme is not ("http" or "https"))
        {
            throw new DistributedApplicationException(
                $"The resource '{builder.Resource.Name}' cannot have an HTTP command on '{endpoint.EndpointName}': it is no http or https endpoint.");
        }

        builder.ApplicationBuilder.Services.AddHttpClient();
        options.UpdateState ??= context => context.ResourceSnapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
        var name = commandName ?? $"{builder.Resource.Name}-{endpoint.EndpointName}-http-{(options.Method ?? HttpMethod.Post).Method}-{path}".ToLowerInvariant();
        return builder.WithCommand(name, displayName, new HttpCommand(endpoint, path, options).ExecuteAsync, options);
    }

    /// <summary>Chooses the resource's icon.</summary>
    public static IResourceBuilder<T> WithIconName<T>(this IResourceBuilder<T> builder, string iconName, IconVariant iconVariant = IconVariant.Filled)
        where T : IResource =>
        builder.WithAnnotation(new ResourceIconAnnotation(iconName, iconVariant), ResourceAnnotationMutationBehavior.Replace);
}
