using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Thesis.Grpc;

/// <summary>
/// <c>grpc.health.v1.Health</c>. The empty service name stands for the whole server: its status is that of the
/// registered health checks, Serving when there are none, and NotServing once the host is stopping. Other names have
/// the status that was set for them.
/// </summary>
public sealed class HealthServiceImpl(IServiceProvider services, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new() { [""] = ServingStatus.Serving };
    private readonly ConcurrentDictionary<Channel<ServingStatus>, string> _watchers = new();

    /// <summary>Sets a service's status and tells those who watch it.</summary>
    public void SetStatus(string service, ServingStatus status)
    {
        lock (_lock)
        {
            if (_statuses.TryGetValue(service, out var old) && old == status)
            {
                return;
            }

            _statuses[service] = status;
            foreach (var (watcher, watched) in _watchers)
            {
                if (watched == service)
                {
                    watcher.Writer.TryWrite(status);
                }
            }
        }
    }

    /// <summary>Answers Check.</summary>
    /// <exception cref="RpcException">NotFound: no status was set for that service.</exception>
    public async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        await RefreshAsync(request.Service, context.CancellationToken);
        var status = StatusOf(request.Service);
        return status != ServingStatus.ServiceUnknown
            ? new HealthCheckResponse { Status = status }
            : throw new RpcException(new Status(StatusCode.NotFound, $"The service '{request.Service}' is not known."));
    }

    /// <summary>Answers Watch: the status now and each change, until the client leaves or the host stops.</summary>
    /// <exception cref="RpcException">Unavailable: the host is stopping; the last message said NotServing.</exception>
    public async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responses, ServerCallContext context)
    {
        // Only the latest status matters to a slow watcher.
        var changes = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        using var stopping = lifetime.ApplicationStopping.Register(() => changes.Writer.TryComplete());
        await RefreshAsync(request.Service, context.CancellationToken);
        lock (_lock)
        {
            _watchers[changes] = request.Service;
            changes.Writer.TryWrite(StatusOf(request.Service));
        }

        try
        {
            await foreach (var status in changes.Reader.ReadAllAsync(context.CancellationToken))
            {
                await responses.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken);
            }

            await responses.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing }, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
        }
        finally
        {
            _watchers.TryRemove(changes, out _);
        }
    }

    internal static ServingStatus StatusOf(HealthReport report) =>
        report.Status == HealthStatus.Unhealthy ? ServingStatus.NotServing : ServingStatus.Serving;

    private ServingStatus StatusOf(string service)
    {
        lock (_lock)
        {
            return !_statuses.TryGetValue(service, out var status) ? ServingStatus.ServiceUnknown
                : lifetime.ApplicationStopping.IsCancellationRequested ? ServingStatus.NotServing
                : status;
        }
    }

    private async Task RefreshAsync(string service, CancellationToken cancellationToken)
    {
        if (service.Length == 0 && services.GetService<HealthCheckService>() is { } checks)
        {
            SetStatus("", StatusOf(await checks.CheckHealthAsync(cancellationToken)));
        }
    }
}
