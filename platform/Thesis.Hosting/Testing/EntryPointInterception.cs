using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Testing;

/// <summary>
/// Runs an AppHost's own entry point on another thread and stops it at two points: when it builds the application, until
/// the test wants it built, and when it runs the application, until the test is done with it.
/// </summary>
internal sealed class EntryPointInterception(
    Type entryPoint,
    string[] args,
    Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
{
    private static readonly AsyncLocal<EntryPointInterception?> Ambient = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _building = New<DistributedApplicationBuilder>();
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _built = New<DistributedApplication>();
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The interception that the calling code runs under; null outside of tests.</summary>
    public static EntryPointInterception? Current => Ambient.Value;

    /// <summary>Gets the builder with the options that tests start from.</summary>
    public event Action<DistributedApplicationBuilder>? BuilderCreated;

    /// <summary>The builder, once the entry point builds the application.</summary>
    public Task<DistributedApplicationBuilder> Builder => _building.Task;

    /// <summary>Starts the entry point and waits until it builds the application.</summary>
    public async Task<DistributedApplicationBuilder> BuilderAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var thread = new Thread(Run) { IsBackground = true, Name = $"{entryPoint.Assembly.GetName().Name} entry point" };
        using (ExecutionContext.SuppressFlow())
        {
            thread.Start();
        }

        return await _building.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the entry point build the application.</summary>
    public async Task<DistributedApplication> ApplicationAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        _mayBuild.TrySetResult();
        return await _built.Task.WaitAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the entry point go on to its end.</summary>
    public void Done()
    {
        _done.TrySetResult();
        _mayBuild.TrySetCanceled();
    }

    public void Creating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.Args = [.. options.Args ?? [], .. args];
        options.AssemblyName ??= entryPoint.Assembly.GetName().Name;
        TestDefaults.Apply(options, settings);
        configure(options, settings);
    }

    public void Created(DistributedApplicationBuilder builder)
    {
        TestDefaults.Apply(builder);
        BuilderCreated?.Invoke(builder);
    }

    public void Building(DistributedApplicationBuilder builder)
    {
        _building.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public void Built(DistributedApplication application) => _built.TrySetResult(application);

    public Task RunningAsync(CancellationToken cancellationToken) => _done.Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        Ambient.Value = this;
        try
        {
            var main = entryPoint.Assembly.EntryPoint
                ?? throw new InvalidOperationException($"The assembly '{entryPoint.Assembly.GetName().Name}' has no entry point.");
            main.Invoke(null, main.GetParameters().Length == 0 ? null : [args]);
            Fail(new InvalidOperationException("The entry point ended without building an application."));
        }
        catch (Exception e)
        {
            // Whatever the entry point throws is the test's to see.
            Fail(e is TargetInvocationException { InnerException: { } inner } ? inner : e);
        }
    }

    private void Fail(Exception e)
    {
        _building.TrySetException(e);
        _built.TrySetException(e);
    }
}

/// <summary>What differs between an application under test and one that is run.</summary>
internal static class TestDefaults
{
    public static void Apply(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.DisableDashboard = true;
        options.AllowUnsecuredTransport = true;
        options.EnableResourceLogging = true;
        settings.EnvironmentName ??= "Development";
    }

    /// <summary>How long a wait may take that a test gave no end of its own.</summary>
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(3);

    public static void Apply(IDistributedApplicationBuilder builder)
    {
        builder.Services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultLimit = WaitLimit);
        SetUnlessGiven(builder, EndpointAllocation.RandomizePortsKey, "true");
        if (builder.Configuration[StateDirectory.PathKey] is null)
        {
            SetUnlessGiven(builder, StateDirectory.EphemeralKey, "true");
        }
    }

    private static void SetUnlessGiven(IDistributedApplicationBuilder builder, string key, string value) =>
        builder.Configuration[key] ??= value;
}
