using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

// One system at a time is enough for the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Thesis.AppHost.Tests;

/// <summary>The whole system, started once for all tests of the collection, with data that ends with it.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    /// <summary>What runs for as long as the system does.</summary>
    public static readonly IReadOnlyList<string> Resources = ["postgres", "thesisdb", "redis", "idp", "services", "optengine", "realtime", "bff"];

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _app;

    public DistributedApplication App => _app ?? throw new InvalidOperationException("The system has not started.");

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(limit.Token);
        _app = await _builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        await Task.WhenAll(Resources.Select(r => _app.ResourceNotifications.WaitForResourceHealthyAsync(r, limit.Token)));
    }

    public async Task DisposeAsync()
    {
        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }
    }

    /// <summary>The id of a resource's process.</summary>
    public int ProcessOf(string resource) => App.ResourceNotifications.TryGetCurrentState(resource, out var current)
        ? (int)(current.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value ?? 0)
        : throw new InvalidOperationException($"Nothing is known of {resource}.");
}

[CollectionDefinition(Name)]
public sealed class RunningSystemCollection : ICollectionFixture<RunningSystem>
{
    public const string Name = "running system";
}
