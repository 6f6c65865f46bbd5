using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Thesis.Hosting.Tests.Support;

/// <summary>A small application with resources of the test's own, its processes real.</summary>
internal static class TestApplication
{
    public static IDistributedApplicationTestingBuilder Create(params string[] args)
    {
        var builder = DistributedApplicationTestingBuilder.Create(args);
        Microsoft.Extensions.DependencyInjection.LoggingServiceCollectionExtensions.AddLogging(builder.Services, logging => logging.ClearProviders());
        return builder;
    }

    /// <summary>Makes state outlive the application, in a directory of the test's own.</summary>
    public static IDistributedApplicationTestingBuilder CreatePersistent(string stateDirectory, params string[] args)
    {
        var builder = Create(args);
        builder.Configuration["Thesis:StateDirectory"] = stateDirectory;
        builder.Configuration["Thesis:Ephemeral"] = "false";
        return builder;
    }

    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.BuildAsync();
        await app.StartAsync(Deadline.Token);
        return app;
    }

    public static Task<ResourceEvent> UntilAsync(this DistributedApplication app, string resource, string state) =>
        app.ResourceNotifications.WaitForResourceAsync(resource, e => e.Snapshot.State?.Text == state, Deadline.Token);

    public static Task<ResourceEvent> UntilHealthyAsync(this DistributedApplication app, string resource) =>
        app.ResourceNotifications.WaitForResourceHealthyAsync(resource, Deadline.Token);

    /// <summary>The variables that the application gave to a process that has started.</summary>
    public static async Task<Dictionary<string, string?>> EnvironmentOfAsync(this DistributedApplication app, string resource)
    {
        var started = await app.ResourceNotifications.WaitForResourceAsync(resource, e => e.Snapshot.StartTimeStamp is not null, Deadline.Token);
        return started.Snapshot.EnvironmentVariables.ToDictionary(v => v.Name, v => v.Value);
    }

    /// <summary>Why a resource failed to start.</summary>
    public static async Task<string> FaultOfAsync(this DistributedApplication app, string resource)
    {
        var failed = await app.UntilAsync(resource, KnownResourceStates.FailedToStart);
        return failed.Snapshot.Properties.Single(p => p.Name == "fault").Value as string ?? "";
    }

    public static int ProcessIdOf(this ResourceEvent e) => (int)(e.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value ?? 0);

    /// <summary>The lines a resource wrote.</summary>
    public static async Task<List<string>> LinesOfAsync(this DistributedApplication app, string resource)
    {
        var logs = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ResourceLoggerService>(app.Services);
        var lines = new List<string>();
        await foreach (var batch in logs.GetAllAsync(resource))
        {
            lines.AddRange(batch.Select(l => l.Content));
        }

        return lines;
    }
}
