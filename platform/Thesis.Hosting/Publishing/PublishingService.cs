using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Thesis.Hosting.Publishing;

/// <summary>Publishes the model instead of running it, then ends the application. Nothing is started.</summary>
internal sealed class PublishingService(
    IServiceProvider services,
    IConfiguration configuration,
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    IDistributedApplicationEventing eventing,
    IHostEnvironment environment,
    IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PublishAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DistributedApplicationException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
        {
            // A person or a tool reads this: the message says what to do; the rest is asked for.
            await Console.Error.WriteLineAsync($"publish: {(IsTrue(PublishingArguments.ExceptionDetailsKey) ? e.ToString() : e.Message)}").ConfigureAwait(false);
            Environment.ExitCode = 1;
        }

        lifetime.StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Carries out what the command line asks for.</summary>
    /// <exception cref="DistributedApplicationException">It asks for something unknown, or says too little.</exception>
    internal async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (IsTrue(PublishingArguments.ListStepsKey))
        {
            await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, PublishingStep.All.Select(s => s.ToLine()))).ConfigureAwait(false);
            return;
        }

        await EventingSubscriberServiceCollectionExtensions.SubscribeAsync(services, cancellationToken).ConfigureAwait(false);
        if (string.Equals(configuration[PublishingArguments.OperationKey], "inspect", StringComparison.OrdinalIgnoreCase))
        {
            await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteAsync(ModelDescription.Of(model)).ConfigureAwait(false);
            return;
        }

        var chosen = PublishingStep.Choose(configuration[PublishingArguments.StepKey], configuration[PublishingArguments.PublisherKey]);
        var output = configuration[PublishingArguments.OutputPathKey];
        if (string.IsNullOrWhiteSpace(output))
        {
            throw new DistributedApplicationException($"The step {chosen.Name} needs --output-path: the {chosen.Output} to write.");
        }

        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken).ConfigureAwait(false);
        await eventing.PublishAsync(new BeforePublishEvent(services, model), cancellationToken).ConfigureAwait(false);
        var publication = new Publication(model, execution, environment, configuration);
        var files = await chosen.Publish(publication, WritablePath.Of(output), cancellationToken).ConfigureAwait(false);
        await eventing.PublishAsync(new AfterPublishEvent(services, model), cancellationToken).ConfigureAwait(false);
        foreach (var file in files)
        {
            await Console.Out.WriteLineAsync($"Written: {file}").ConfigureAwait(false);
        }
    }

    private bool IsTrue(string key) => PublishingArguments.IsTrue(configuration, key);
}

/// <summary>What is published.</summary>
/// <param name="Model">The application.</param>
/// <param name="Execution">Its mode.</param>
/// <param name="Environment">The AppHost's name and directory.</param>
/// <param name="Configuration">The AppHost's configuration.</param>
internal sealed record Publication(
    DistributedApplicationModel Model,
    DistributedApplicationExecutionContext Execution,
    IHostEnvironment Environment,
    IConfiguration Configuration);
