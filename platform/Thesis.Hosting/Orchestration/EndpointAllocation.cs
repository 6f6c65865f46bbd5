using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Processes;
using Thesis.Hosting.State;

namespace Thesis.Hosting.Orchestration;

/// <summary>A public address that a proxy listens on for a resource's processes.</summary>
internal sealed record ProxiedEndpoint(EndpointAnnotation Endpoint, int PublicPort, IReadOnlyList<int> TargetPorts);

/// <summary>A resource's processes and what listens for them.</summary>
internal sealed record ResourceInstances(IReadOnlyList<ReplicaInstance> Replicas, IReadOnlyList<ProxiedEndpoint> Proxies);

/// <summary>
/// Gives every endpoint its address. A process binds its public port itself, unless there are several or it declares a
/// port of its own: then a proxy has the public port.
/// </summary>
internal sealed class EndpointAllocation
{
    public const string RandomizePortsKey = "DcpPublisher:RandomizePorts";

    private const int IdLength = 8;

    private readonly PortAllocation _ports = new();
    private readonly PortMemory? _memory;
    private readonly PersistentProcesses _persistent;
    private readonly string _appHost;
    private readonly bool _randomize;

    private EndpointAllocation(IConfiguration configuration, PortMemory? memory, PersistentProcesses persistent)
    {
        _persistent = persistent;
        _appHost = (configuration["AppHost:Sha256"] ?? "").ToLowerInvariant();
        _randomize = string.Equals(configuration[RandomizePortsKey], "true", StringComparison.OrdinalIgnoreCase);
        _memory = _randomize ? null : memory;
    }

    /// <summary>Allocates all endpoints that have no address yet.</summary>
    /// <param name="model">The resources.</param>
    /// <param name="configuration">Says whether declared ports count.</param>
    /// <param name="memory">What earlier runs used; null to start afresh.</param>
    /// <param name="persistent">What has run since an earlier run, and keeps its ports.</param>
    /// <exception cref="DistributedApplicationException">An endpoint's ports contradict each other.</exception>
    public static IReadOnlyDictionary<IResource, ResourceInstances> Allocate(DistributedApplicationModel model, IConfiguration configuration, PortMemory? memory, PersistentProcesses persistent)
    {
        var allocation = new EndpointAllocation(configuration, memory, persistent);
        var endpoints = model.Resources
            .SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (Resource: r, Endpoint: e)))
            .ToArray();
        foreach (var (resource, endpoint) in endpoints)
        {
            allocation.Check(resource, endpoint);
            if (allocation.DeclaredPort(resource, endpoint) is { } declared)
            {
                allocation._ports.Take(declared);
            }
        }

        foreach (var remembered in memory?.All ?? [])
        {
            allocation._ports.Take(remembered);
        }

        return model.Resources.ToDictionary(r => r, allocation.AllocateAll);
    }

    private ResourceInstances AllocateAll(IResource resource)
    {
        var count = resource.GetReplicaCount();
        var replicas = Enumerable.Range(0, count).Select(_ => new ReplicaInstance(resource, count, LastingId(resource))).ToArray();
        var proxies = new List<ProxiedEndpoint>();
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            var port = endpoint.AllocatedEndpoint?.Port ?? DeclaredPort(resource, endpoint) ?? _persistent.PortOf(resource, endpoint.Name) ?? Remembered(resource, endpoint) ?? _ports.Next();
            if (NeedsProxy(resource, endpoint))
            {
                var targets = replicas.Select(_ => Positive(endpoint.DeclaredTargetPort) ?? _ports.Next()).ToArray();
                proxies.Add(new ProxiedEndpoint(endpoint, port, targets));
                Bind(replicas, endpoint, targets);
            }
            else
            {
                Bind(replicas, endpoint, [.. replicas.Select(_ => port)]);
            }

            _memory?.Remember(resource.Name, endpoint.Name, port);
            var targetPort = replicas[0].TargetPortOf(endpoint) ?? port;
            endpoint.AllocatedEndpoint ??= new AllocatedEndpoint(
                endpoint, PublicHost(endpoint.TargetHost), port, targetPort.ToString(CultureInfo.InvariantCulture));
        }

        return new ResourceInstances(replicas, proxies);
    }

    private static void Bind(ReplicaInstance[] replicas, EndpointAnnotation endpoint, int[] ports)
    {
        for (var i = 0; i < replicas.Length; i++)
        {
            replicas[i].Bind(endpoint, ports[i]);
        }
    }

    private string? LastingId(IResource resource) =>
        _persistent.Keeps(resource) ? $"{resource.Name}-{_appHost[..Math.Min(IdLength, _appHost.Length)]}" : null;

    private int? Remembered(IResource resource, EndpointAnnotation endpoint) =>
        _memory?.Find(resource.Name, endpoint.Name) is { } port && PortOwner.IsFree(port) ? port : null;

    private void Check(IResource resource, EndpointAnnotation endpoint)
    {
        if (resource.TryGetLastAnnotation<ProxySupportAnnotation>(out var support) && !support.ProxyEnabled)
        {
            endpoint.IsExplicitlyProxied ??= false;
        }

        var port = Positive(endpoint.DeclaredPort);
        var targetPort = Positive(endpoint.DeclaredTargetPort);
        var fault = resource.GetReplicaCount() switch
        {
            > 1 when targetPort is not null => $"the target port {targetPort}, which only one of its {resource.GetReplicaCount()} replicas could have",
            > 1 when !endpoint.IsProxied => $"no proxy, without which only one of its {resource.GetReplicaCount()} replicas could have the port",
            _ when !endpoint.IsProxied && resource is not ContainerResource && port is not null && targetPort is not null && port != targetPort =>
                $"the port {port} and the target port {targetPort}: without a proxy they must be the same",
            _ when endpoint.IsProxied && !_randomize && resource is not ContainerResource && port is not null && port == targetPort =>
                $"the port {port} as its target port too: the proxy and the process cannot both have it. Leave the target port out, or use isProxied: false",
            _ => null,
        };
        if (fault is not null)
        {
            throw new DistributedApplicationException($"The endpoint '{endpoint.Name}' of '{resource.Name}' has {fault}.");
        }
    }

    private int? DeclaredPort(IResource resource, EndpointAnnotation endpoint)
    {
        var port = _randomize && endpoint.IsProxied ? null : Positive(endpoint.DeclaredPort);

        // A container's target port is one of its own network; the native process binds the public port.
        return port ?? (endpoint.IsProxied || resource is ContainerResource ? null : Positive(endpoint.DeclaredTargetPort));
    }

    private static bool NeedsProxy(IResource resource, EndpointAnnotation endpoint) =>
        endpoint.IsProxied && endpoint.Protocol == ProtocolType.Tcp && resource is not ContainerResource
        && (resource.GetReplicaCount() > 1 || Positive(endpoint.DeclaredTargetPort) is not null);

    private static int? Positive(int? port) => port is 0 ? null : port;

    private static string PublicHost(string targetHost) => targetHost is "localhost" or "0.0.0.0" or "*" or "+" or "::" or "[::]" ? "localhost"
        : targetHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? "localhost"
        : targetHost;
}
