namespace Aspire.Hosting.ApplicationModel;

/// <summary>The address that an endpoint got.</summary>
public class AllocatedEndpoint
{
    /// <summary>Records an address.</summary>
    /// <param name="endpoint">The endpoint it belongs to.</param>
    /// <param name="address">The host name or address clients use.</param>
    /// <param name="port">The port clients use.</param>
    /// <param name="targetPortExpression">The port the process binds.</param>
    public AllocatedEndpoint(EndpointAnnotation endpoint, string address, int port, string? targetPortExpression = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        Endpoint = endpoint;
        Address = address;
        Port = port;
        TargetPortExpression = targetPortExpression;
    }

    /// <summary>The endpoint it belongs to.</summary>
    public EndpointAnnotation Endpoint { get; }

    /// <summary>The host name or address clients use.</summary>
    public string Address { get; }

    /// <summary>The port clients use.</summary>
    public int Port { get; }

    /// <summary>The port the process binds.</summary>
    public string? TargetPortExpression { get; }

    /// <summary>The scheme of the address.</summary>
    public string UriScheme => Endpoint.UriScheme;

    /// <summary><c>host:port</c>.</summary>
    public string EndPointString => $"{Address}:{Port}";

    /// <summary><c>scheme://host:port</c>.</summary>
    public string UriString => $"{UriScheme}://{EndPointString}";

    /// <inheritdoc/>
    public override string ToString() => UriString;
}
