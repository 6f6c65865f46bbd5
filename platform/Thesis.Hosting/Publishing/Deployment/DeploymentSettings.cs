using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Aspire.Hosting;

namespace Thesis.Hosting.Publishing.Deployment;

/// <summary>
/// What a deployment needs to know beyond the model: sizes, environments, addresses. From <c>publishing.json</c> in the
/// AppHost's directory; every value has a default.
/// </summary>
internal sealed partial record DeploymentSettings
{
    public const string FileName = "publishing.json";

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The application's name: lower-case letters, digits and hyphens.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the application's images are pushed, without a trailing slash.</summary>
    public string Registry { get; init; } = "registry.example.com";

    /// <summary>Whose image brings databases up to date, and with which arguments.</summary>
    public MigrationSettings? Migration { get; init; }

    /// <summary>The image that collects telemetry.</summary>
    public string CollectorImage { get; init; } = "docker.io/otel/opentelemetry-collector-contrib:0.140.1";

    /// <summary>Resources by name.</summary>
    public IReadOnlyDictionary<string, ResourceSettings> Resources { get; init; } = new Dictionary<string, ResourceSettings>();

    /// <summary>Environments by name; the first is the one that carries its own servers.</summary>
    public IReadOnlyDictionary<string, EnvironmentSettings> Environments { get; init; } = new Dictionary<string, EnvironmentSettings>
    {
        ["dev"] = new(),
        ["staging"] = new() { MinReplicas = 2, MaxReplicas = 4 },
        ["production"] = new() { MinReplicas = 3, MaxReplicas = 12 },
    };

    /// <summary>The settings of a resource.</summary>
    public ResourceSettings Of(string resource) => Resources.GetValueOrDefault(resource) ?? new ResourceSettings();

    /// <summary>Reads the settings of an AppHost.</summary>
    /// <exception cref="DistributedApplicationException">The file is malformed; the message names the field.</exception>
    public static DeploymentSettings Read(string appHostDirectory, string appHostName)
    {
        var path = Path.Combine(appHostDirectory, FileName);
        try
        {
            var settings = File.Exists(path)
                ? JsonSerializer.Deserialize<DeploymentSettings>(File.ReadAllText(path), Strict) ?? new DeploymentSettings()
                : new DeploymentSettings();
            return (settings.Name.Length > 0 ? settings : settings with { Name = NameOf(appHostName) }).Checked(path);
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"{path}: {e.Message}", e);
        }
    }

    private static string NameOf(string appHostName)
    {
#pragma warning disable CA1308 // Kubernetes wants lower case.
        var name = NotInNames().Replace(appHostName.Replace(".AppHost", "", StringComparison.OrdinalIgnoreCase).ToLowerInvariant(), "-").Trim('-');
#pragma warning restore CA1308
        return name.Length > 0 ? name : "application";
    }

    private DeploymentSettings Checked(string path)
    {
        if (!ValidName().IsMatch(Name))
        {
            throw new DistributedApplicationException($"{path}: name is '{Name}'; it must be 1–40 lower-case letters, digits and single hyphens, a letter first.");
        }

        foreach (var (name, environment) in Environments)
        {
            if (!ValidName().IsMatch(name))
            {
                throw new DistributedApplicationException($"{path}: environments has '{name}'; a name is 1–40 lower-case letters, digits and single hyphens, a letter first.");
            }

            if (environment.MinReplicas < 1 || environment.MaxReplicas < environment.MinReplicas)
            {
                throw new DistributedApplicationException($"{path}: environments.{name} has minReplicas {environment.MinReplicas} and maxReplicas {environment.MaxReplicas}; they must be at least 1 and in order.");
            }
        }

        return this;
    }

    [GeneratedRegex("^[a-z](?:-?[a-z0-9]){0,39}$")]
    private static partial Regex ValidName();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}

/// <summary>How databases are brought up to date.</summary>
internal sealed record MigrationSettings
{
    /// <summary>Resources whose image does it: the first that is deployed.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Its arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}

/// <summary>What a resource needs.</summary>
internal sealed record ResourceSettings
{
    /// <summary>CPU that it is sure of, as Kubernetes writes it.</summary>
    public string Cpu { get; init; } = "100m";

    /// <summary>Memory that it is sure of, and may not exceed, as Kubernetes writes it.</summary>
    public string Memory { get; init; } = "256Mi";

    /// <summary>Disk space of each of its volumes.</summary>
    public string Storage { get; init; } = "10Gi";

    /// <summary>Resources that its variables name although it never connects to them.</summary>
    public IReadOnlyList<string> NeverCalls { get; init; } = [];

    /// <summary>Lockfiles of JavaScript whose packages are copied into the image, relative to the AppHost.</summary>
    public IReadOnlyList<string> Lockfiles { get; init; } = [];

    /// <summary>Whether new versions take over bit by bit where the environment has Argo Rollouts.</summary>
    public bool Canary { get; init; }

    /// <summary>A queue in a database whose length decides how many run, where the environment has KEDA.</summary>
    public QueueSettings? Queue { get; init; }

    /// <summary>Addresses that stand for the resource, by environment: there it is not deployed.</summary>
    public IReadOnlyDictionary<string, Uri> ReplacedBy { get; init; } = new Dictionary<string, Uri>();
}

/// <summary>A queue in a database.</summary>
internal sealed record QueueSettings
{
    /// <summary>The connection string's resource.</summary>
    public required string Connection { get; init; }

    /// <summary>A query that gives the number of waiting items.</summary>
    public required string Query { get; init; }

    /// <summary>Items that one replica is to have.</summary>
    public int ItemsPerReplica { get; init; } = 1;
}

/// <summary>One environment.</summary>
internal sealed record EnvironmentSettings
{
    /// <summary>The host name by which people reach the application; no ingress without one.</summary>
    public string? Host { get; init; }

    /// <summary>The least number of replicas of each service.</summary>
    public int MinReplicas { get; init; } = 1;

    /// <summary>The greatest number of replicas of each service.</summary>
    public int MaxReplicas { get; init; } = 2;

    /// <summary>Variables that every service of the application's own has besides.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses of the database servers that the environment brings, for which traffic may leave the cluster.</summary>
    public string ServersCidr { get; init; } = "10.0.0.0/8";

    /// <summary>The cluster secret store that External Secrets reads; secrets are made by hand without one.</summary>
    public string? SecretStore { get; init; }

    /// <summary>Whether Argo Rollouts is installed.</summary>
    public bool Rollouts { get; init; }

    /// <summary>Whether KEDA is installed.</summary>
    public bool Keda { get; init; }

    /// <summary>Where Prometheus answers queries; decides whether a canary goes on.</summary>
    public string Prometheus { get; init; } = "http://prometheus-operated.monitoring:9090";
}
