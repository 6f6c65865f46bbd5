using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Thesis.Hosting.Health;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Orchestration;

/// <summary>Starts the whole application and stops it.</summary>
internal sealed class ApplicationOrchestrator(
    IServiceProvider services,
    DistributedApplicationModel model,
    StateDirectory state,
    ProcessLauncher launcher) : IHostedService, IAsyncDisposable
{
    private readonly Dictionary<IResource, ResourceExecution> _executions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _monitors = [];
    private ApplicationServices? _application;
    private ResourceLogFiles? _logFiles;
    private ResourceLogForwarding? _forwarding;
    private RunStateFile? _runState;

    private ApplicationServices Application => _application ?? throw new InvalidOperationException("The application has not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ThrowIfHealthCheckUnknown();
        _application = CreateServices();
        await _application.Eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken).ConfigureAwait(false);
        launcher.TakeOver();
        OpenLogs();
        EndpointAllocation.Allocate(model, services.GetRequiredService<IConfiguration>());
        foreach (var resource in model.Resources)
        {
            if (resource.TryGetLastAnnotation<NativeProcessAnnotation>(out var native))
            {
                _executions[resource] = new ResourceExecution(resource, native, _application);
            }
        }

        await Task.WhenAll(model.Resources.Select(r => InitializeAsync(r, cancellationToken))).ConfigureAwait(false);
        await _application.Eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        var stops = new Dictionary<IResource, Task>();
        await Task.WhenAll(_executions.Keys.Select(Stop)).ConfigureAwait(false);
        await Task.WhenAll(_monitors).ConfigureAwait(false);

        // A resource stops once all that wait for it have stopped.
        Task Stop(IResource resource)
        {
            if (!stops.TryGetValue(resource, out var stop))
            {
                // Resources that wait for each other stop in any order.
                stops[resource] = Task.CompletedTask;
                stops[resource] = stop = StopAfterAsync([.. Dependants(resource).Select(Stop)], _executions[resource]);
            }

            return stop;
        }

        async Task StopAfterAsync(Task[] dependants, ResourceExecution execution)
        {
            await Task.WhenAll(dependants).ConfigureAwait(false);
            await execution.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    public Task StartResourceAsync(IResource resource, CancellationToken cancellationToken) =>
        Execution(resource).StartAsync(wait: false, cancellationToken);

    public Task StopResourceAsync(IResource resource, CancellationToken cancellationToken) =>
        Execution(resource).StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The container disposes it twice: as itself and as a hosted service.
        _logFiles?.Dispose();
        _forwarding?.Dispose();
        if (Interlocked.Exchange(ref _runState, null) is { } runState)
        {
            await runState.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private ApplicationServices CreateServices() => ActivatorUtilities.CreateInstance<ApplicationServices>(
        services, ActivatorUtilities.CreateInstance<ResourceHealthMonitor>(services));

    private void ThrowIfHealthCheckUnknown()
    {
        var known = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in model.Resources)
        {
            if (resource.Annotations.OfType<HealthCheckAnnotation>().FirstOrDefault(h => !known.Contains(h.Key)) is { } unknown)
            {
                throw new DistributedApplicationException($"The health check '{unknown.Key}' of the resource '{resource.Name}' is not registered.");
            }
        }
    }

    private void OpenLogs()
    {
        _logFiles = new ResourceLogFiles(Application.Logs, state.EnsureOwnerOnly("logs"), Application.Time);
        if (services.GetRequiredService<DistributedApplicationOptions>().EnableResourceLogging)
        {
            _forwarding = ActivatorUtilities.CreateInstance<ResourceLogForwarding>(services);
        }

        if (!state.IsEphemeral)
        {
            _runState = new RunStateFile(Path.Combine(state.Path, "run.json"), model, Application.Notifications, Application.Time);
        }
    }

    private async Task InitializeAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = resource.Annotations.OfType<EndpointAnnotation>()
            .Select(e => new UrlSnapshot(e.Name, e.AllocatedEndpoint?.UriString ?? "", IsInternal: !e.IsExternal));
        await Application.PublishAsync(resource, s => s with { Urls = [.. urls] }).ConfigureAwait(false);
        await Application.Eventing.PublishAsync(ActivatorUtilities.CreateInstance<InitializeResourceEvent>(services, resource), cancellationToken).ConfigureAwait(false);
        if (resource is IResourceWithEndpoints)
        {
            await Application.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken).ConfigureAwait(false);
        }

        if (resource is IResourceWithConnectionString)
        {
            await Application.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken).ConfigureAwait(false);
        }

        await BeginAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    private async Task BeginAsync(IResource resource, CancellationToken cancellationToken)
    {
        if (resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
        {
            await Application.PublishAsync(resource, s => s with { State = KnownResourceStates.NotStarted }).ConfigureAwait(false);
        }
        else if (_executions.TryGetValue(resource, out var execution))
        {
            await execution.StartAsync(wait: true, cancellationToken).ConfigureAwait(false);
        }
        else if (resource is ContainerResource)
        {
            const string Fault = "Containers do not run here: only servers that exist as native programs do.";
            Application.Logs.Append(resource.Name, Fault, isError: true);
            await Application.PublishAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                Properties = s.Properties.With(ResourceProperties.Fault, Fault),
            }).ConfigureAwait(false);
        }
        else if (resource is ParameterResource parameter)
        {
            await PublishParameterAsync(parameter, cancellationToken).ConfigureAwait(false);
        }
        else if (resource is ExternalServiceResource or ConnectionStringResource or ConfiguredConnectionStringResource)
        {
            lock (_monitors)
            {
                _monitors.Add(BeProvidedAsync(resource));
            }
        }
    }

    private async Task PublishParameterAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        try
        {
            var value = await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false);
            await Application.PublishAsync(parameter, s => s with
            {
                State = KnownResourceStates.Running,
                Properties = s.Properties.With(ResourceProperties.Value, value, parameter.Secret),
            }).ConfigureAwait(false);
        }
        catch (MissingParameterValueException e)
        {
            await Application.PublishAsync(parameter, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.ValueMissing, KnownResourceStateStyles.Warn),
                Properties = s.Properties.With(ResourceProperties.Fault, e.Message),
            }).ConfigureAwait(false);
        }
    }

    private async Task BeProvidedAsync(IResource resource)
    {
        try
        {
            await Application.Notifications.WaitForDependenciesAsync(resource, _stopping.Token).ConfigureAwait(false);
            await Application.PublishAsync(resource, s => s with { State = KnownResourceStates.Running }).ConfigureAwait(false);
            await Application.MonitorAsync(resource, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The application ends.
        }
        catch (DistributedApplicationException e)
        {
            await Application.PublishAsync(resource, s => s with
            {
                State = new ResourceStateSnapshot(KnownResourceStates.FailedToStart, KnownResourceStateStyles.Error),
                Properties = s.Properties.With(ResourceProperties.Fault, e.Message),
            }).ConfigureAwait(false);
        }
    }

    private IEnumerable<IResource> Dependants(IResource resource) => _executions.Keys.Where(r =>
        r.Annotations.OfType<WaitAnnotation>().Any(w => ReferenceEquals(w.Resource, resource)));

    private ResourceExecution Execution(IResource resource) => _executions.TryGetValue(resource, out var execution)
        ? execution
        : throw new InvalidOperationException($"The resource '{resource.Name}' has no process.");
}
