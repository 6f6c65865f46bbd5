using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thesis.Hosting.CommandLine;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.State;
using Thesis.Hosting.Testing;

namespace Aspire.Hosting;

/// <inheritdoc/>
public class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private static readonly Dictionary<string, string> SwitchMappings = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--output-path"] = "Publishing:OutputPath",
        ["--step"] = "Pipeline:Step",
        ["--log-level"] = "Pipeline:LogLevel",
        ["--include-exception-details"] = "Pipeline:IncludeExceptionDetails",
        ["--clear-cache"] = "Pipeline:ClearCache",
        ["--yes"] = "Pipeline:Yes",
    };

    private readonly HostApplicationBuilder _host;
    private readonly DistributedApplicationExecutionContextOptions _execution;
    private readonly EntryPointInterception? _interception = EntryPointInterception.Current;

    /// <summary>Starts a model.</summary>
    public DistributedApplicationBuilder(string[] args)
        : this(new DistributedApplicationOptions { Args = args })
    {
    }

    /// <summary>Starts a model.</summary>
    public DistributedApplicationBuilder(DistributedApplicationOptions options)
        : this(options, new HostApplicationBuilderSettings())
    {
    }

    internal DistributedApplicationBuilder(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        settings.Configuration ??= new ConfigurationManager();
        settings.Configuration.AddEnvironmentVariables("ASPIRE_");
        _interception?.Creating(options, settings);
        settings.Args ??= options.Args;
        CommandLineCheck.Check(options.Args ?? []);
        AppHostAssembly = options.AssemblyName is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly();
        AppHostDirectory = options.ProjectDirectory ?? Metadata(AppHostAssembly, "apphostprojectpath") ?? Directory.GetCurrentDirectory();
        settings.ContentRootPath ??= AppHostDirectory;
        settings.ApplicationName ??= AppHostAssembly?.GetName().Name;
        _host = new HostApplicationBuilder(settings);
        _host.Configuration.AddCommandLine(PublishingArguments.Normalized(options.Args ?? []), SwitchMappings);
        AppHostPath = Path.Combine(AppHostDirectory, Metadata(AppHostAssembly, "apphostprojectname") ?? _host.Environment.ApplicationName);
        CommandLineCheck.Check(_host.Configuration);
        _execution = ExecutionOptions(_host.Configuration);
        ExecutionContext = new DistributedApplicationExecutionContext(_execution);
        Configuration.AddInMemoryCollection(AppHostKeys());
        AddServices(options);
        if (options.ContainerRegistryOverride is { Length: > 0 } registry)
        {
            Eventing.Subscribe<BeforeStartEvent>((_, _) => TakeImagesFrom(registry));
        }

        _interception?.Created(this);
    }

    /// <inheritdoc/>
    public ConfigurationManager Configuration => _host.Configuration;

    /// <inheritdoc/>
    public string AppHostDirectory { get; }

    /// <summary>The AppHost's project file.</summary>
    public string AppHostPath { get; }

    /// <inheritdoc/>
    public Assembly? AppHostAssembly { get; }

    /// <inheritdoc/>
    public IHostEnvironment Environment => _host.Environment;

    /// <inheritdoc/>
    public IServiceCollection Services => _host.Services;

    /// <inheritdoc/>
    public IDistributedApplicationEventing Eventing { get; } = new DistributedApplicationEventing();

    /// <inheritdoc/>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <inheritdoc/>
    public IResourceCollection Resources { get; } = new ResourceCollection();

    /// <inheritdoc/>
    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (Resources.TryGetByName(resource.Name, out var existing))
        {
            throw new DistributedApplicationException(
                $"The {resource.GetType().Name} '{resource.Name}' cannot be added: the {existing.GetType().Name} '{existing.Name}' has that name.");
        }

        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    /// <inheritdoc/>
    public DistributedApplication Build()
    {
        _interception?.Building(this);
        var application = new DistributedApplication(_host.Build());
        _execution.ServiceProvider = application.Services;
        _interception?.Built(application);
        return application;
    }

    private static DistributedApplicationExecutionContextOptions ExecutionOptions(ConfigurationManager configuration)
    {
        var operation = PublishingArguments.Operation(configuration);
        return configuration[PublishingArguments.PublisherKey] is { Length: > 0 } publisher
            ? new DistributedApplicationExecutionContextOptions(operation, publisher)
            : new DistributedApplicationExecutionContextOptions(operation);
    }

    private Task TakeImagesFrom(string registry)
    {
        foreach (var image in Resources.SelectMany(r => r.Annotations.OfType<ContainerImageAnnotation>()))
        {
            image.Registry = registry;
        }

        return Task.CompletedTask;
    }

    internal static string? Metadata(Assembly? assembly, string key) => assembly?
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(a => string.Equals(a.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Dictionary<string, string?> AppHostKeys()
    {
        var byPath = Hash(AppHostPath.ToLowerInvariant());
        var byName = Hash(Path.GetFileName(AppHostPath));
        return new()
        {
            ["AppHost:Directory"] = AppHostDirectory,
            ["AppHost:Path"] = AppHostPath,
            ["AppHost:FilePath"] = AppHostPath,
            ["AppHost:Sha256"] = ExecutionContext.IsRunMode ? byPath : byName,
            ["AppHost:PathSha256"] = byPath,
            ["AppHost:ProjectNameSha256"] = byName,
        };
    }

    private void AddServices(DistributedApplicationOptions options)
    {
        var services = _host.Services;
        services.AddSingleton<IDistributedApplicationBuilder>(this);
        services.AddSingleton(options);
        services.AddSingleton(ExecutionContext);
        services.AddSingleton(Eventing);
        services.AddSingleton(Resources);
        services.AddSingleton(provider => new DistributedApplicationModel(provider.GetRequiredService<IResourceCollection>()));
        services.AddSingleton<ResourceNotificationService>();
        services.AddSingleton<ResourceLoggerService>();
        services.AddSingleton(provider => new ResourceCommandService(provider));
        services.AddSingleton<ProcessLauncher>();
        services.AddSingleton<PersistentProcesses>();
        services.AddSingleton<ApplicationOrchestrator>();
        if (ExecutionContext.IsRunMode)
        {
            services.AddHostedService(provider => provider.GetRequiredService<ApplicationOrchestrator>());
        }
        else
        {
            services.AddHostedService<PublishingService>();
            services.Configure<ConsoleLifetimeOptions>(o => o.SuppressStatusMessages = true);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient();
        services.AddHealthChecks();
        services.AddSingleton(_ => StateDirectory.Of(this));
        services.Configure<ResourceNotificationServiceOptions>(o => o.DefaultWaitBehavior =
            options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(30));

        // A resource that is still starting fails its checks many times; its state says so.
        _host.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        _host.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);

        // What fails during the start is told once, by who started it.
        var start = new StartPhase();
        services.AddSingleton(start);
        _host.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => start.IsOver && level >= LogLevel.Information);
        if (Enum.TryParse<LogLevel>(Configuration[PublishingArguments.LogLevelKey], ignoreCase: true, out var wanted))
        {
            _host.Logging.SetMinimumLevel(wanted);
            Configuration["Logging:LogLevel:Default"] = wanted.ToString();
        }

        // The dashboard's own host would say that the application started, and where the dashboard listens, a second time.
        _host.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

        // Telemetry comes in every second: a line for each request would fill the log, and cost more than storing what came.
        _host.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    }
}
