using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.CommandLine;
using Thesis.Hosting.Testing;

namespace Aspire.Hosting;

/// <summary>An application of several processes, which this one starts, watches and stops.</summary>
public class DistributedApplication(IHost host) : IHost, IAsyncDisposable
{
    private bool _disposed;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Knows the states of the resources, and waits for them.</summary>
    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    /// <summary>Starts and stops resources.</summary>
    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    /// <summary>Starts a model.</summary>
    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    /// <summary>Starts a model with a command line.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(new DistributedApplicationOptions { Args = args });

    /// <summary>Starts a model with options.</summary>
    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options)
    {
        if (EntryPointInterception.Current is null && IsOfEntryPoint(options))
        {
            StartFailure.TellInOneLine(options.Args ?? []);
        }

        return new DistributedApplicationBuilder(options);
    }

    /// <summary>Runs until Ctrl-C or SIGTERM.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>Runs until Ctrl-C, SIGTERM or the token.</summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (EntryPointInterception.Current is { } interception)
        {
            await interception.RunningAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (this.ConfigureAwait(false))
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
            await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets every resource on its way; does not wait until they run.</summary>
    public virtual async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        Services.GetService<StartPhase>()?.End();
    }

    /// <summary>Stops every resource, those that others need last, and waits until they are gone.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => host.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await host.StopAsync().ConfigureAwait(false);
        if (host is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            host.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Whether this process is the AppHost's, which may say how it ends; a test's runner is not.</summary>
    private static bool IsOfEntryPoint(DistributedApplicationOptions options) => options.AssemblyName is null
        && DistributedApplicationBuilder.Metadata(Assembly.GetEntryAssembly(), "apphostprojectpath") is not null;

    Task IHost.StartAsync(CancellationToken cancellationToken) => StartAsync(cancellationToken);

    Task IHost.StopAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);
}
