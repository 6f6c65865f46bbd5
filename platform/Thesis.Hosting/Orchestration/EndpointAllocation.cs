using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Orchestration;

/// <summary>Gives every endpoint its address. Each process binds its public port itself: there is no proxy.</summary>
internal static class EndpointAllocation
{
    public const string RandomizePortsKey = "DcpPublisher:RandomizePorts";

    public static void Allocate(DistributedApplicationModel model, IConfiguration configuration)
    {
        var randomize = string.Equals(configuration[RandomizePortsKey], "true", StringComparison.OrdinalIgnoreCase);
        var endpoints = model.Resources
            .SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (Resource: r, Endpoint: e, Fixed: FixedPort(r, e, randomize))))
            .Where(e => e.Endpoint.AllocatedEndpoint is null)
            .ToArray();
        var ports = new PortAllocation();
        foreach (var (_, _, port) in endpoints)
        {
            if (port is { } taken)
            {
                ports.Take(taken);
            }
        }

        foreach (var (_, endpoint, port) in endpoints)
        {
            var bound = port ?? ports.Next();
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(
                endpoint, PublicHost(endpoint.TargetHost), bound, bound.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static int? FixedPort(IResource resource, EndpointAnnotation endpoint, bool randomize)
    {
        var port = randomize && endpoint.IsProxied ? null : Positive(endpoint.DeclaredPort);

        // A container's target port is one of its own network; the native process binds the public port.
        var targetPort = resource is ContainerResource ? null : Positive(endpoint.DeclaredTargetPort);
        if (port is not null && targetPort is not null && port != targetPort)
        {
            throw new DistributedApplicationException(
                $"The endpoint '{endpoint.Name}' of '{resource.Name}' has the port {port} and the target port {targetPort}: without a proxy they must be the same.");
        }

        return port ?? targetPort;
    }

    private static int? Positive(int? port) => port is 0 ? null : port;

    private static string PublicHost(string targetHost) => targetHost is "localhost" or "0.0.0.0" or "*" or "+" or "::" or "[::]" ? "localhost"
        : targetHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? "localhost"
        : targetHost;
}
