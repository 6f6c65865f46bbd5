using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Thesis.Grpc.Tests;

public sealed class HealthTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(30));

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task Check_tells_the_status_of_the_server_from_its_health_checks()
    {
        var result = HealthCheckResult.Healthy();
        await using var host = await GrpcHost.StartAsync(
            app => app.MapGrpcHealth(),
            builder => builder.Services.AddHealthChecks().AddCheck("database", () => result));

        Assert.Equal(ServingStatus.Serving, await CheckAsync(host, ""));
        result = HealthCheckResult.Unhealthy();
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(host, ""));
    }

    [Fact]
    public async Task Check_of_an_unknown_service_is_not_found_until_it_is_set()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpcHealth());

        var error = await Assert.ThrowsAsync<RpcException>(() => CheckAsync(host, "orders"));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);

        host.Services.GetRequiredService<HealthServiceImpl>().SetStatus("orders", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(host, "orders"));
    }

    [Fact]
    public async Task Watch_tells_each_change_and_says_goodbye_when_the_host_stops()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpcHealth());
        var health = host.Services.GetRequiredService<HealthServiceImpl>();
        using var call = host.Channel.ServerStream(GrpcHealthEndpoints.Watch, new HealthCheckRequest { Service = "orders" });

        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
        health.SetStatus("orders", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        health.SetStatus("donors", ServingStatus.NotServing);
        health.SetStatus("orders", ServingStatus.NotServing);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        health.SetStatus("orders", ServingStatus.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));

        var stopped = host.StopAsync(_patience.Token);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        var error = await Assert.ThrowsAsync<RpcException>(() => NextAsync(call));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await stopped;
    }

    private async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(_patience.Token));
        return call.ResponseStream.Current.Status;
    }

    private static async Task<ServingStatus> CheckAsync(GrpcHost host, string service) =>
        (await host.Channel.UnaryAsync(GrpcHealthEndpoints.Check, new HealthCheckRequest { Service = service })).Status;
}
