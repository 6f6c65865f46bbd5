using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Orchestration;

/// <summary>One of a resource's processes: its id, and the ports that it binds itself.</summary>
internal sealed class ReplicaInstance
{
    private const int SuffixLength = 8;
    private const string SuffixAlphabet = "abcdefghijklmnopqrstuvwxyz";

    private readonly Dictionary<EndpointAnnotation, int> _targetPorts = [];

    /// <param name="resource">Whose process it is.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="lastingId">What a process is told of itself that outlives the application; null for one that does not.</param>
    public ReplicaInstance(IResource resource, int count, string? lastingId = null)
    {
        Resource = resource;
        Suffix = lastingId ?? RandomNumberGenerator.GetString(SuffixAlphabet, SuffixLength);
        Id = count == 1 ? resource.Name : $"{resource.Name}-{Suffix}";
    }

    public IResource Resource { get; }

    /// <summary>Tells the process from others of its resource.</summary>
    public string Suffix { get; }

    /// <summary>The resource's name; with the suffix when there are several.</summary>
    public string Id { get; }

    public IEnumerable<int> TargetPorts => _targetPorts.Values;

    public IReadOnlyDictionary<string, int> PortsByEndpoint => _targetPorts.ToDictionary(p => p.Key.Name, p => p.Value);

    public void Bind(EndpointAnnotation endpoint, int port) => _targetPorts[endpoint] = port;

    /// <summary>The port that this process binds for an endpoint; null when the endpoint is another resource's.</summary>
    public int? TargetPortOf(EndpointAnnotation endpoint) => _targetPorts.TryGetValue(endpoint, out var port) ? port : null;
}

/// <summary>Values are resolved for one process of several.</summary>
internal sealed class ReplicaValueContext : ValueProviderContext
{
    public required ReplicaInstance Replica { get; init; }
}

/// <summary>The OpenTelemetry attribute that tells a resource's processes apart.</summary>
internal sealed class InstanceIdAttribute(string fallback) : IValueProvider, IManifestExpressionProvider
{
    public string ValueExpression => $"service.instance.id={fallback}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(ValueExpression);

    public ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        new($"service.instance.id={(context as ReplicaValueContext)?.Replica.Suffix ?? fallback}");
}
