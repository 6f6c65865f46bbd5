using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Deployment;

/// <summary>The application as workloads of a network.</summary>
internal sealed partial class DeploymentModel
{
    private const int DotnetUser = 1654;
    private const int NodeUser = 1000;
    private const int ServerUser = 999;

    private readonly PublishedPorts _ports = new();

    private DeploymentModel(DeploymentSettings settings) => Settings = settings;

    public DeploymentSettings Settings { get; }

    public IReadOnlyList<Workload> Workloads { get; private set; } = [];

    /// <summary>The workload whose image brings databases up to date.</summary>
    public Workload? Migrating => Settings.Migration?.Resources.Select(r => Workloads.FirstOrDefault(w => w.Name == r)).FirstOrDefault(w => w is not null);

    /// <summary>Builds the workloads, with their callbacks run.</summary>
    public static async Task<DeploymentModel> OfAsync(Publication publication, CancellationToken cancellationToken)
    {
        var appHost = publication.Configuration["AppHost:Directory"] ?? publication.Environment.ContentRootPath;
        var model = new DeploymentModel(DeploymentSettings.Read(appHost, publication.Environment.ApplicationName));
        var values = model.Values(_ => null);
        var workloads = new List<Workload>();
        foreach (var resource in publication.Model.Resources.Where(IsDeployed))
        {
            // The ports are given in the model's order, as in the manifest.
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                model._ports.Of(resource, endpoint);
            }
        }

        foreach (var resource in publication.Model.Resources.Where(IsDeployed))
        {
            workloads.Add(await model.WorkloadAsync(resource, values, publication.Execution, cancellationToken).ConfigureAwait(false));
        }

        model.Workloads = workloads;
        model.CheckMigration();
        return model;
    }

    /// <summary>Resolves values in a network where addresses stand for some resources.</summary>
    public DeployedValues Values(Func<string, Uri?> replacement) => new(_ports, replacement);

    private static bool IsDeployed(IResource resource)
    {
        if (resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault() is { Callback: null })
        {
            return false;
        }

        return resource switch
        {
            ProjectResource or ContainerResource => resource.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault()?.HasEntrypoint ?? true,
            ExecutableResource => throw new DistributedApplicationException(
                $"The program '{resource.Name}' is no container: make it one with PublishAsDockerFile, or leave it out with ExcludeFromManifest."),
            _ => false,
        };
    }

    private async Task<Workload> WorkloadAsync(IResource resource, DeployedValues values, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var environment = await PublishedValues.EnvironmentAsync(resource, execution, cancellationToken).ConfigureAwait(false);
        var arguments = await PublishedValues.ArgumentsAsync(resource, execution, cancellationToken).ConfigureAwait(false);
        var variables = new OrderedDictionary<string, Variable>();
        foreach (var (name, value) in environment)
        {
            variables[name] = Variable(resource, name, value, values.Of(value));
        }

        var texts = arguments.Select(values.Of).ToArray();
        var settings = Settings.Of(resource.Name);
        var ports = Ports(resource, values);
        var isOwn = resource is ProjectResource || resource.HasAnnotationOfType<DockerfileBuildAnnotation>();
        return new Workload
        {
            Resource = resource,
            Name = resource.Name,
            IsOwn = isOwn,
            Image = isOwn ? OwnImage(resource) : ImageReference.Of(resource) ?? throw new DistributedApplicationException($"The container '{resource.Name}' has neither an image nor a Dockerfile."),
            Entrypoint = (resource as ContainerResource)?.Entrypoint,
            Arguments = texts,
            Variables = variables,
            Ports = ports,
            Mounts = [.. resource.Annotations.OfType<ContainerMountAnnotation>()],
            Probes = ProbesOf(resource, ports),
            Settings = settings,
            Waits = [.. resource.Annotations.OfType<WaitAnnotation>()],
            UserId = !isOwn ? ServerUser : resource is ExecutableContainerResource ? NodeUser : DotnetUser,
            Calls = variables.Values.Select(v => v.Text).Concat(texts).SelectMany(t => t.Endpoints)
                .Where(e => e.Resource.Name != resource.Name && !settings.NeverCalls.Contains(e.Resource.Name))
                .DistinctBy(e => (e.Resource.Name, e.EndpointName)).ToLookup(e => e.Resource.Name),
        };
    }

    private static Variable Variable(IResource resource, string name, object value, DeployedText text) => new(value, text)
    {
        SecretKey = !text.HasSecrets ? null
            : text.Pieces is [{ Secret: { } only, Format: null }] ? only.Name
            : value is ConnectionStringReference reference ? $"connection-{reference.Resource.Name}"
            : $"{resource.Name}-{NotInKeys().Replace(name, "-")}",
    };

    private static List<WorkloadPort> Ports(IResource resource, DeployedValues values) =>
    [
        .. from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
           where !endpoint.IsImplicitHttps
           let ports = values.PortsOf(resource, endpoint)
           select new WorkloadPort(endpoint.Name, ports.Port, ports.TargetPort, AppProtocol(endpoint), endpoint.IsExternal),
    ];

    private static string AppProtocol(EndpointAnnotation endpoint) => endpoint switch
    {
        { UriScheme: "http" } when endpoint.Transport == "http2" || endpoint.Name == "grpc" => "kubernetes.io/h2c",
        { UriScheme: "http" or "https" } => endpoint.UriScheme,
        _ => "tcp",
    };

    private static Probes ProbesOf(IResource resource, List<WorkloadPort> ports)
    {
        var first = ports.FirstOrDefault()?.Name ?? "";
        if (resource is PostgresServerResource)
        {
            return new Probes(first, null, null, ["/bin/sh", "-c", "exec pg_isready --quiet --username \"$POSTGRES_USER\" --host 127.0.0.1"]);
        }

        foreach (var check in resource.Annotations.OfType<HealthCheckAnnotation>())
        {
            if (HttpCheck().Match(check.Key) is { Success: true } match && match.Groups["resource"].Value == resource.Name)
            {
                var path = match.Groups["path"].Value;
                return new Probes(match.Groups["endpoint"].Value, path, path == "/health" ? "/alive" : path, null);
            }
        }

        return new Probes(first, null, null, null);
    }

    /// <summary>A project's image has the project's name: several resources may run it. Others have the resource's.</summary>
    private static string OwnImage(IResource resource)
    {
        if (resource is not ProjectResource || resource.Annotations.OfType<IProjectMetadata>().LastOrDefault() is not { } project)
        {
            return resource.Name;
        }

#pragma warning disable CA1308 // Images are named in lower case.
        return Path.GetFileNameWithoutExtension(project.ProjectPath).ToLowerInvariant().Replace('.', '-');
#pragma warning restore CA1308
    }

    private void CheckMigration()
    {
        if (Settings.Migration is { } migration && Migrating is null)
        {
            throw new DistributedApplicationException(
                $"{DeploymentSettings.FileName}: migration.resources names {string.Join(", ", migration.Resources)}, none of which is deployed. There are: {string.Join(", ", Workloads.Select(w => w.Name))}.");
        }
    }

    [GeneratedRegex(@"^(?<resource>[^_]+)_(?<endpoint>[^_]+)_(?<path>/.*)_(?<status>\d+)_check$")]
    private static partial Regex HttpCheck();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInKeys();
}
