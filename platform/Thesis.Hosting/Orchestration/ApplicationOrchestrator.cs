using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thesis.Hosting.Commands;
using Thesis.Hosting.Dashboard;
using Thesis.Hosting.Health;
using Thesis.Hosting.Notifications;
using Thesis.Hosting.Parameters;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;
using Thesis.Hosting.Topology;
using Thesis.Hosting.Urls;

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
    private DashboardSession? _dashboard;

    private ApplicationServices Application => _application ?? throw new InvalidOperationException("The application has not started.");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        ThrowIfHealthCheckUnknown();
        ConfiguredServers.Apply(model, configuration);
        _application = CreateServices();
        await EventingSubscriberServiceCollectionExtensions.SubscribeAsync(services, cancellationToken).ConfigureAwait(false);
        await _application.Eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken).ConfigureAwait(false);
        Selection.Apply(model, configuration);
        launcher.TakeOver();
        await _application.Persistent.EndUnwantedAsync(model.Resources, cancellationToken).ConfigureAwait(false);
        StartDashboard(cancellationToken);
        OpenLogs();
        Allocate(configuration);
        OfferCommands();
        await PublishInitialAsync().ConfigureAwait(false);
        var announcing = AnnounceDashboardAsync();
        await Task.WhenAll(model.Resources.Select(r => InitializeAsync(r, cancellationToken))).ConfigureAwait(false);
        await _application.Eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken).ConfigureAwait(false);
        await announcing.ConfigureAwait(false);
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
            await execution.StopAsync(CancellationToken.None, applicationEnds: true).ConfigureAwait(false);
        }
    }

    /// <summary>A resource's processes; null when it has none here.</summary>
    public ResourceExecution? Find(IResource resource) => _executions.GetValueOrDefault(resource);

    public async ValueTask DisposeAsync()
    {
        foreach (var execution in _executions.Values)
        {
            await execution.DisposeAsync().ConfigureAwait(false);
        }

        _executions.Clear();

        // The container disposes it twice: as itself and as a hosted service.
        _logFiles?.Dispose();
        _forwarding?.Dispose();
        if (Interlocked.Exchange(ref _runState, null) is { } runState)
        {
            await runState.DisposeAsync().ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _dashboard, null) is { } dashboard)
        {
            // Pages that follow a console would keep the dashboard from ending.
            _application?.Logs.Dispose();
            await dashboard.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private void StartDashboard(CancellationToken cancellationToken)
    {
        var builder = services.GetRequiredService<IDistributedApplicationBuilder>();
        var options = services.GetRequiredService<DistributedApplicationOptions>();
        if (DashboardSession.IsWanted(options, builder.Configuration))
        {
            var source = new ApplicationResources(
                options.DashboardApplicationName ?? builder.Environment.ApplicationName, Application.Notifications, Application.Logs, services.GetRequiredService<ResourceCommandService>());
            _dashboard = DashboardSession.Start(builder, state, source, services.GetRequiredService<ILoggerFactory>(), Application.Time, cancellationToken);
        }
    }

    private async Task AnnounceDashboardAsync()
    {
        if (_dashboard is { } dashboard && await dashboard.AnnounceAsync().ConfigureAwait(false) is { } address && _runState is { } runState)
        {
            runState.Dashboard = address;
        }
    }

    private void Allocate(IConfiguration configuration)
    {
        var memory = state.IsEphemeral ? null : new PortMemory(Path.Combine(state.EnsureExists(), "ports.json"));
        var instances = EndpointAllocation.Allocate(model, configuration, memory, Application.Persistent);
        memory?.Save();
        foreach (var resource in model.Resources)
        {
            if (resource.TryGetLastAnnotation<NativeProcessAnnotation>(out var native) && !resource.HasAnnotationOfType<ConnectionStringRedirectAnnotation>())
            {
                _executions[resource] = new ResourceExecution(resource, native, instances[resource], Application);
            }
        }
    }

    private void OfferCommands()
    {
        var canAsk = _dashboard is not null;
        foreach (var resource in model.Resources.ToArray())
        {
            if (resource is ParameterResource parameter)
            {
                Application.Parameters.Offer(parameter, wait: canAsk);
            }
            else if (_executions.TryGetValue(resource, out var execution))
            {
                LifecycleCommands.Offer(services.GetRequiredService<IDistributedApplicationBuilder>(), execution, launcher);
            }
        }
    }

    private async Task PublishInitialAsync()
    {
        foreach (var execution in _executions.Values.Where(e => e.Replicas.Count > 1))
        {
            foreach (var replica in execution.Replicas)
            {
                await Application.Notifications.PublishUpdateAsync(execution.Resource, replica.Id, s => s).ConfigureAwait(false);
            }
        }
    }

    private ApplicationServices CreateServices() => ActivatorUtilities.CreateInstance<ApplicationServices>(
        services, ActivatorUtilities.CreateInstance<ResourceHealthMonitor>(services), ActivatorUtilities.CreateInstance<ParameterValues>(services));

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
        await Application.Eventing.PublishAsync(ActivatorUtilities.CreateInstance<InitializeResourceEvent>(services, resource), cancellationToken).ConfigureAwait(false);
        if (resource is IResourceWithEndpoints)
        {
            await Application.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken).ConfigureAwait(false);
        }

        await PublishUrlsAsync(resource, cancellationToken).ConfigureAwait(false);
        if (resource is IResourceWithConnectionString)
        {
            await Application.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services), cancellationToken).ConfigureAwait(false);
        }

        await BeginAsync(resource, cancellationToken).ConfigureAwait(false);
    }

    private async Task PublishUrlsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var urls = await DisplayedUrls.OfAsync(resource, Application.Execution, Application.Logs.GetLogger(resource), cancellationToken).ConfigureAwait(false);
        string[] ids = _executions.TryGetValue(resource, out var execution) ? [.. execution.Replicas.Select(r => r.Id)] : [resource.Name];
        foreach (var id in ids)
        {
            await Application.Notifications.PublishUpdateAsync(resource, id, s => s with { Urls = urls }).ConfigureAwait(false);
        }
    }

    private async Task BeginAsync(IResource resource, CancellationToken cancellationToken)
    {
        var execution = Find(resource);
        if (resource.HasAnnotationOfType<ConnectionStringRedirectAnnotation>())
        {
            Provide(resource);
        }
        else if (resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
        {
            foreach (var id in execution?.Replicas.Select(r => r.Id) ?? [resource.Name])
            {
                await Application.Notifications.PublishUpdateAsync(resource, id, s => s with { State = KnownResourceStates.NotStarted }).ConfigureAwait(false);
            }

            await Application.PublishAsync(resource, execution is null ? s => s with { State = KnownResourceStates.NotStarted } : s => s).ConfigureAwait(false);
        }
        else if (execution is not null)
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
            await Application.Parameters.PublishAsync(parameter, cancellationToken).ConfigureAwait(false);
        }
        else if (resource is ExternalServiceResource or ConnectionStringResource or ConfiguredConnectionStringResource)
        {
            Provide(resource);
        }
    }

    private void Provide(IResource resource)
    {
        lock (_monitors)
        {
            _monitors.Add(BeProvidedAsync(resource));
        }
    }

    private async Task BeProvidedAsync(IResource resource)
    {
        try
        {
            await Application.Notifications.WaitForDependenciesAsync(resource, resource.Name, _stopping.Token).ConfigureAwait(false);
            await Application.PublishAsync(resource, s => s with { State = KnownResourceStates.Running }).ConfigureAwait(false);
            await Application.MonitorAsync(resource, [resource.Name], isComplete: true, _stopping.Token).ConfigureAwait(false);
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
}
