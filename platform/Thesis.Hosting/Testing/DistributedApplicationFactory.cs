using System.Globalization;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.Testing;

namespace Aspire.Hosting.Testing;

/// <summary>Makes and starts an AppHost's application for tests; derived classes change it on the way.</summary>
/// <param name="entryPoint">A type of the AppHost's assembly.</param>
/// <param name="args">The AppHost's command line.</param>
public class DistributedApplicationFactory(Type entryPoint, string[] args) : IDisposable, IAsyncDisposable
{
    private const string LimitVariable = "DOTNET_HOST_FACTORY_RESOLVER_DEFAULT_TIMEOUT_IN_SECONDS";
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(5);

    private EntryPointInterception? _interception;
    private DistributedApplication? _application;
    private bool _disposed;

    /// <summary>Makes a factory without a command line.</summary>
    public DistributedApplicationFactory(Type entryPoint)
        : this(entryPoint, [])
    {
    }

    private static TimeSpan Limit =>
        double.TryParse(Environment.GetEnvironmentVariable(LimitVariable), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLimit;

    /// <summary>Builds and starts the application.</summary>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await ResolveBuilderAsync(cancellationToken).ConfigureAwait(false);
        var application = await ResolveApplicationAsync(cancellationToken).ConfigureAwait(false);
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A client of an endpoint.</summary>
    public HttpClient CreateHttpClient(string resourceName, string? endpointName = null) => Started().CreateHttpClient(resourceName, endpointName);

    /// <summary>An endpoint's address.</summary>
    public Uri GetEndpoint(string resourceName, string? endpointName = null) => Started().GetEndpoint(resourceName, endpointName);

    /// <summary>A resource's connection string.</summary>
    public ValueTask<string?> GetConnectionString(string resourceName) => Started().GetConnectionStringAsync(resourceName);

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
        if (_application is not null)
        {
            await _application.DisposeAsync().ConfigureAwait(false);
        }

        _interception?.Done();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called before the builder is made.</summary>
    protected virtual void OnBuilderCreating(DistributedApplicationOptions applicationOptions, HostApplicationBuilderSettings hostOptions)
    {
    }

    /// <summary>Called when the builder is made and the model is empty.</summary>
    protected virtual void OnBuilderCreated(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>Called when the model is complete and the application about to be built.</summary>
    protected virtual void OnBuilding(DistributedApplicationBuilder applicationBuilder)
    {
    }

    /// <summary>Called when the application is built and not yet started.</summary>
    protected virtual void OnBuilt(DistributedApplication application)
    {
    }

    internal async Task<DistributedApplicationBuilder> ResolveBuilderAsync(CancellationToken cancellationToken)
    {
        _interception = new EntryPointInterception(entryPoint, args, OnBuilderCreating);
        _interception.BuilderCreated += OnBuilderCreated;
        return await _interception.BuilderAsync(Limit, cancellationToken).ConfigureAwait(false);
    }

    internal async Task<DistributedApplication> ResolveApplicationAsync(CancellationToken cancellationToken)
    {
        if (_interception is null)
        {
            throw new InvalidOperationException("The builder has not been made.");
        }

        OnBuilding(await _interception.Builder.ConfigureAwait(false));
        _application = await _interception.ApplicationAsync(Limit, cancellationToken).ConfigureAwait(false);
        OnBuilt(_application);
        return _application;
    }

    private DistributedApplication Started() => _application ?? throw new InvalidOperationException("The application has not started.");
}
