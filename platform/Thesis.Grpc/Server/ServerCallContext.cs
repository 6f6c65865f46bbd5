using Microsoft.AspNetCore.Http;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc;

/// <summary>What a handler knows about its call, and can say besides its messages.</summary>
public sealed class ServerCallContext : IDisposable
{
    private readonly HttpContext _http;
    private CancellationTokenSource? _deadline;
    private CancellationTokenSource? _linked;

    internal ServerCallContext(HttpContext http, string method)
    {
        _http = http;
        Method = method;
        CancellationToken = http.RequestAborted;
        foreach (var (name, values) in http.Request.Headers)
        {
            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(RequestHeaders, name, value ?? "");
            }
        }
    }

    /// <summary>The method called: <c>/package.Service/Name</c>.</summary>
    public string Method { get; }

    /// <summary>The authority that the client asked for.</summary>
    public string Host => _http.Request.Host.Value ?? "";

    /// <summary>The client's address, such as <c>ipv4:127.0.0.1:50000</c>.</summary>
    public string Peer => _http.Connection.RemoteIpAddress is { } ip
        ? $"{(ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4")}:"
            + new System.Net.IPEndPoint(ip, _http.Connection.RemotePort)
        : "unknown";

    /// <summary>The client's metadata.</summary>
    public Metadata RequestHeaders { get; } = [];

    /// <summary>Metadata to send after the last message.</summary>
    public Metadata ResponseTrailers { get; } = [];

    /// <summary>What the call ends with when the handler returns; a unary response goes out only with OK.</summary>
    public Status Status { get; set; } = Status.DefaultSuccess;

    /// <summary>When the client stops waiting, in UTC; <see cref="DateTime.MaxValue"/> when it does not say.</summary>
    public DateTime Deadline { get; private set; } = DateTime.MaxValue;

    /// <summary>Cancelled when the client gives the call up, its connection is lost, or the deadline passes.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>Set by a write that finds the connection gone, which may be before the token is cancelled.</summary>
    internal bool IsClientGone { get; set; }

    internal bool IsDeadlineExceeded => _deadline?.IsCancellationRequested ?? false;

    /// <summary>The HTTP request that carries the call: its user, its services, its features.</summary>
    public HttpContext GetHttpContext() => _http;

    /// <summary>Sends headers ahead of the first message.</summary>
    /// <exception cref="InvalidOperationException">The headers are sent already.</exception>
    public async Task WriteResponseHeadersAsync(Metadata responseHeaders)
    {
        if (_http.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers are sent already.");
        }

        foreach (var entry in responseHeaders.Where(MetadataHeaders.CanSend))
        {
            _http.Response.Headers.Append(entry.Key, MetadataHeaders.ToHeaderValue(entry));
        }

        await _http.Response.StartAsync(CancellationToken);
        await _http.Response.BodyWriter.FlushAsync(CancellationToken);
    }

    /// <summary>Frees the deadline's timer. Done by the server when the call ends.</summary>
    public void Dispose()
    {
        _linked?.Dispose();
        _deadline?.Dispose();
    }

    /// <summary>Starts the clock of the client's deadline, if it sent one.</summary>
    /// <exception cref="RpcException">Internal: the header cannot be read.</exception>
    internal void StartDeadline(TimeProvider time)
    {
        var header = _http.Request.Headers[ProtocolHeaders.Timeout];
        if (header.Count == 0)
        {
            return;
        }

        if (!GrpcTimeout.TryDecode(header.ToString(), out var timeout))
        {
            throw new RpcException(new Status(StatusCode.Internal, $"{ProtocolHeaders.Timeout} '{header}' is not a timeout."));
        }

        Deadline = time.GetUtcNow().UtcDateTime + timeout;
        _deadline = new CancellationTokenSource(timeout, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_http.RequestAborted, _deadline.Token);
        CancellationToken = _linked.Token;
    }
}
