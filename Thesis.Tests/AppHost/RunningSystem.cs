using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

// One system at a time is enough for the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Thesis.AppHost.Tests;

/// <summary>The whole system in one topology, started once for all tests of the collection, with data that ends with it.</summary>
public abstract class RunningSystem(string topology, IReadOnlyList<string> domainProcesses) : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;
    private Dictionary<string, string> _instances = [];

    /// <summary>The processes that run domain services.</summary>
    public IReadOnlyList<string> DomainProcesses { get; } = domainProcesses;

    /// <summary>What runs for as long as the system does.</summary>
    public IReadOnlyList<string> Resources { get; } = ["postgres", "thesisdb", "redis", .. domainProcesses, "optengine", "realtime", "bff"];

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The system has not started.");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(["--topology", topology], limit.Token);
        _app = await _builder.BuildAsync(limit.Token);
        try
        {
            await _app.StartAsync(limit.Token);
            var healthy = await Task.WhenAll(Resources.Select(r => _app.ResourceNotifications.WaitForResourceHealthyAsync(r, WaitBehavior.StopOnResourceUnavailable, limit.Token)));
            _instances = healthy.ToDictionary(e => e.Resource.Name, e => e.ResourceId);
        }
        catch (Exception e) when (e is OperationCanceledException or DistributedApplicationException)
        {
            var report = await SystemReport.OfAsync(_app);
            await DisposeAsync(); // xunit disposes only of what was initialized.
            throw new InvalidOperationException($"The system did not become healthy.\n{report}", e);
        }
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }
    }

    /// <summary>The id of a resource's process.</summary>
    public int ProcessOf(string resource) => App.ResourceNotifications.TryGetCurrentState(_instances[resource], out var current)
        ? Convert.ToInt32(current.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"Nothing is known of {resource}.");
}

/// <summary>All domain services in one process.</summary>
public sealed class GroupedSystem() : RunningSystem("grouped", ["services"]);

/// <summary>Each domain service in a process of its own.</summary>
public sealed class DistributedSystem() : RunningSystem("distributed", ["identity", "users", "regions", "notifications", "chat", "donors", "ngos", "donations", "allocation", "orders", "drivers"]);

[CollectionDefinition(Name)]
public sealed class GroupedSystemCollection : ICollectionFixture<GroupedSystem>
{
    public const string Name = "grouped system";
}

[CollectionDefinition(Name)]
public sealed class DistributedSystemCollection : ICollectionFixture<DistributedSystem>
{
    public const string Name = "distributed system";
}
