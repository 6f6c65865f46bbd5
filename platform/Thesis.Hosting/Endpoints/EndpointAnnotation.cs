using System.Diagnostics;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An address a resource listens on.</summary>
[DebuggerDisplay("{UriScheme,nq} {Name,nq}")]
public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly TaskCompletionSource<AllocatedEndpoint> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _transport;
    private int? _port;
    private int? _targetPort;
    private bool? _tlsEnabled;

    /// <summary>Declares an endpoint.</summary>
    /// <param name="protocol">TCP or UDP.</param>
    /// <param name="uriScheme">The scheme of its address; the protocol's name when null.</param>
    /// <param name="transport"><c>http</c>, <c>http2</c>, <c>tcp</c> or <c>udp</c>.</param>
    /// <param name="name">Its name; the scheme when null.</param>
    /// <param name="port">The port clients use; null for any free one.</param>
    /// <param name="targetPort">The port the process binds; null for any.</param>
    /// <param name="isExternal">Whether clients outside the application use it.</param>
    /// <param name="isProxied">Whether a proxy may stand before the process; yes when null.</param>
    public EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? transport = null, [EndpointName] string? name = null, int? port = null, int? targetPort = null, bool? isExternal = null, bool? isProxied = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        _transport = transport;
        Name = ModelName.Validated(name ?? UriScheme, "Endpoint");
        _port = port;
        _targetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsExplicitlyProxied = isProxied;
    }

    /// <summary>The name, unique in its resource without regard to case.</summary>
    public string Name { get; set; }

    /// <summary>TCP or UDP.</summary>
    public ProtocolType Protocol { get; set; }

    /// <summary>The scheme of its address.</summary>
    public string UriScheme { get; set; }

    /// <summary>What is spoken on it: <c>http</c>, <c>http2</c>, <c>tcp</c> or <c>udp</c>.</summary>
    public string Transport
    {
        get => _transport ?? (UriScheme is "http" or "https" ? "http" : Protocol == ProtocolType.Udp ? "udp" : "tcp");
        set => _transport = value;
    }

    /// <summary>The port clients use; null for any free one. Without a proxy it is the target port if only that is set.</summary>
    public int? Port
    {
        get => _port ?? (IsProxied ? null : _targetPort);
        set => _port = value;
    }

    /// <summary>The port the process binds; null for any. Without a proxy it is the port if only that is set.</summary>
    public int? TargetPort
    {
        get => _targetPort ?? (IsProxied ? null : _port);
        set => _targetPort = value;
    }

    /// <summary>The host name or address the process binds.</summary>
    public string TargetHost { get; set; } = "localhost";

    /// <summary>Whether clients outside the application use it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Whether a proxy may stand before the process.</summary>
    public bool IsProxied
    {
        get => IsExplicitlyProxied ?? true;
        set => IsExplicitlyProxied = value;
    }

    /// <summary>What was said about a proxy; null when nothing was.</summary>
    public bool? IsExplicitlyProxied { get; set; }

    /// <summary>Whether a reference to the whole resource leaves it out.</summary>
    public bool ExcludeReferenceEndpoint { get; set; }

    /// <summary>Whether it speaks TLS.</summary>
    public bool TlsEnabled
    {
        get => _tlsEnabled ?? UriScheme == "https";
        set => _tlsEnabled = value;
    }

    /// <summary>Its address, once known; null before. It is set once.</summary>
    public AllocatedEndpoint? AllocatedEndpoint
    {
        get => _allocated.Task.IsCompletedSuccessfully ? _allocated.Task.Result : null;
        set
        {
            if (value is not null)
            {
                _allocated.TrySetResult(value);
            }
        }
    }

    /// <summary>The variable the process learns its target port from, when it is declared with one.</summary>
    internal string? TargetPortVariable { get; set; }

    /// <summary>Whether it is only there because the project's launch profile has addresses, in publish mode.</summary>
    internal bool IsImplicitHttps { get; set; }

    /// <summary>The ports that the running ones of several processes bind themselves; empty when there is one process.</summary>
    internal IReadOnlyList<int> ReplicaPorts { get; set; } = [];

    /// <summary>The port clients use as declared, before anything falls back.</summary>
    internal int? DeclaredPort => _port;

    /// <summary>The port the process binds as declared, before anything falls back.</summary>
    internal int? DeclaredTargetPort => _targetPort;

    /// <summary>Waits until the address is known.</summary>
    internal Task<AllocatedEndpoint> WaitForAllocationAsync(CancellationToken cancellationToken) => _allocated.Task.WaitAsync(cancellationToken);
}
