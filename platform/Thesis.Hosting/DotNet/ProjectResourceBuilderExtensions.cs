using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.DotNet;

namespace Aspire.Hosting;

/// <summary>How to add a project.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile; one is chosen when null.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether to do without launch profiles.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether to leave the endpoints of the project's Kestrel configuration alone.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}

/// <summary>Adds .NET projects.</summary>
public static partial class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project that the AppHost refers to.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject(), new ProjectResourceOptions());

    /// <summary>Adds a project with a launch profile; null for none.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject(), Options(launchProfileName));

    /// <summary>Adds a project with options.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, [ResourceName] string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject(), Options(configure));

    /// <summary>Adds a project by its path, relative to the AppHost's directory. It must be built.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath) =>
        builder.AddProject(name, Metadata(builder, projectPath), new ProjectResourceOptions());

    /// <summary>Adds a project by its path with a launch profile; null for none.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath, string? launchProfileName) =>
        builder.AddProject(name, Metadata(builder, projectPath), Options(launchProfileName));

    /// <summary>Adds a project by its path with options.</summary>
    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, [ResourceName] string name, string projectPath, Action<ProjectResourceOptions> configure) =>
        builder.AddProject(name, Metadata(builder, projectPath), Options(configure));

    private static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, ProjectResourceOptions options)
    {
        var project = new ProjectResource(name);
        var profile = options.ExcludeLaunchProfile ? null : SelectedLaunchProfile.Of(metadata, options.LaunchProfileName, builder.Configuration);
        var kestrel = options.ExcludeKestrelEndpoints ? KestrelEndpoints.None : KestrelEndpoints.Of(metadata, builder.ExecutionContext.IsRunMode ? profile?.Profile : null);
        return builder.AddResource(project)
            .WithAnnotation(metadata)
            .WithAnnotation(new NativeProcessAnnotation(new ProjectProcess(metadata, builder.AppHostAssembly, kestrel.HasCertificate).PlanAsync))
            .WithOtlpExporter()
            .WithEnvironment(context => ProjectEnvironment.Apply(context, project, profile))
            .WithKestrel(kestrel)
            .WithProfile(profile, kestrel);
    }

    /// <summary>Takes over the addresses in the project's settings.</summary>
    private static IResourceBuilder<ProjectResource> WithKestrel(this IResourceBuilder<ProjectResource> builder, KestrelEndpoints kestrel)
    {
        if (kestrel.All.Count == 0)
        {
            return builder;
        }

        var published = builder.ApplicationBuilder.ExecutionContext.IsPublishMode;
        var settings = new KestrelAnnotation();
        foreach (var own in kestrel.All)
        {
            var port = own.Address.Port == 0 ? (int?)null : own.Address.Port;
            builder.WithEndpoint(port: published ? null : port, targetPort: published ? port : null, scheme: own.Address.Scheme, name: own.Name)
                .WithEndpoint(own.Name, e =>
                {
                    e.Transport = own.Transport;
                    e.TargetHost = own.Address.Host;
                    settings.Add(e, own);
                });
        }

        return builder.WithAnnotation(settings);
    }

    private static IResourceBuilder<ProjectResource> WithProfile(this IResourceBuilder<ProjectResource> builder, SelectedLaunchProfile? profile, KestrelEndpoints kestrel)
    {
        if (builder.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return builder.WithPublishedProfile(profile, kestrel);
        }

        // What the project's settings say of addresses counts more than what its profile says.
        foreach (var (endpointName, address) in kestrel.All.Count > 0 ? [] : profile?.Endpoints() ?? [])
        {
            builder.WithEndpoint(port: address.Port, scheme: address.Scheme, name: endpointName)
                .WithEndpoint(endpointName, e => e.TargetHost = address.Host);
        }

        if (profile?.Profile.LaunchUrl is { Length: > 0 } launchUrl)
        {
            builder.WithUrls(context => context.Urls.ForEach(url => url.Url = Uri.TryCreate(new Uri(url.Url), launchUrl, out var page) ? page.ToString() : url.Url));
        }

        if (profile?.Arguments is { Length: > 0 } arguments)
        {
            var own = new CommandLineArgsCallbackAnnotation(args =>
            {
                foreach (var argument in arguments)
                {
                    args.Add(argument);
                }
            });

            // The profile's arguments count only when the AppHost gives none.
            builder.ApplicationBuilder.OnBeforeStart((_, _) =>
            {
                if (!builder.Resource.HasAnnotationOfType<CommandLineArgsCallbackAnnotation>())
                {
                    builder.WithAnnotation(own);
                }

                return Task.CompletedTask;
            });
        }

        return builder;
    }

    private static ProjectResourceOptions Options(string? launchProfileName) =>
        new() { LaunchProfileName = launchProfileName, ExcludeLaunchProfile = launchProfileName is null };

    private static ProjectResourceOptions Options(Action<ProjectResourceOptions> configure)
    {
        var options = new ProjectResourceOptions();
        configure(options);
        return options;
    }

    private static ProjectAtPath Metadata(IDistributedApplicationBuilder builder, string projectPath)
    {
        var path = Path.GetFullPath(projectPath, builder.AppHostDirectory);
        return File.Exists(path) ? new ProjectAtPath(path) : throw new DistributedApplicationException($"There is no project '{path}'.");
    }

    private sealed record ProjectAtPath(string ProjectPath) : IProjectMetadata;
}
