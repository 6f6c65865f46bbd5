using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing;

/// <summary>The ports of an endpoint in a deployment.</summary>
/// <param name="Port">What clients use; null when it is the target port, or the deployment tool decides.</param>
/// <param name="TargetPort">What the process binds; null when the deployment tool decides.</param>
internal readonly record struct EndpointPorts(int? Port, int? TargetPort);

/// <summary>
/// Gives endpoints their ports in a deployment: the ones declared; none for a project's first http and first https
/// endpoint, where the tool has its own default; for all others the next free from 8000 on.
/// </summary>
internal sealed class PublishedPorts
{
    /// <summary>What a project's first http endpoint binds where nothing else is said.</summary>
    public const int DefaultProjectPort = 8080;

    private const int FirstFree = 8000;
    private const int Last = 65535;

    private readonly Dictionary<EndpointAnnotation, EndpointPorts> _known = [];
    private readonly HashSet<int> _used = [];
    private int _next = FirstFree;

    public EndpointPorts Of(IResource resource, EndpointAnnotation endpoint)
    {
        if (!_known.TryGetValue(endpoint, out var ports))
        {
            _known[endpoint] = ports = Resolve(resource, endpoint);
        }

        return ports;
    }

    private EndpointPorts Resolve(IResource resource, EndpointAnnotation endpoint)
    {
        var declared = Positive(endpoint.DeclaredPort);
        var target = Positive(endpoint.TargetPort) ?? (resource is ContainerResource ? declared : null);
        if (target is { } known)
        {
            _used.Add(known);
        }
        else if (!IsDefaultOfProject(resource, endpoint))
        {
            target = Next();
        }

        return new EndpointPorts(declared == target ? null : declared, target);
    }

    private static bool IsDefaultOfProject(IResource resource, EndpointAnnotation endpoint) =>
        resource is ProjectResource
        && endpoint.UriScheme is "http" or "https"
        && ReferenceEquals(endpoint, resource.Annotations.OfType<EndpointAnnotation>().First(e => e.UriScheme == endpoint.UriScheme));

    private static int? Positive(int? port) => port is 0 ? null : port;

    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "It takes the port.")]
    private int Next()
    {
        while (_next <= Last)
        {
            if (_used.Add(_next++))
            {
                return _next - 1;
            }
        }

        throw new DistributedApplicationException($"No port is free from {FirstFree} on: the application has too many endpoints.");
    }
}
