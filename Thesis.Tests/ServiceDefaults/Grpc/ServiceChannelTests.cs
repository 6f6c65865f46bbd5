using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Grpc;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>Two processes over the wire: one calls, one answers on its gRPC port.</summary>
public sealed class ServiceChannelTests : IAsyncLifetime
{
    private TestApp _orders = null!; // Set before each test.
    private TestApp _caller = null!; // Set before each test.
    private int _calls;
    private int _unavailable;
    private ServerCallContext? _seen;

    public async Task InitializeAsync()
    {
        _orders = await TestApp.StartAsync(
            app =>
            {
                app.MapGrpc(GrpcMethods.Orders.ListClaimableOrders, (_, _) => AnswerAsync(new ListClaimableOrdersResponse()))
                    .RequireAuthorization(Policies.Service);
                app.MapGrpc(GrpcMethods.Orders.AssignOrder, (_, _) => AnswerAsync(new AssignOrderResponse()))
                    .RequireAuthorization(Policies.Service);
                app.MapGrpc(GrpcMethods.Orders.AuthorizeTopic, (_, context) => AnswerAsync(
                    new AuthorizeTopicResponse { Reason = context.GetHttpContext().User.FindFirst("sub")?.Value ?? "" }))
                    .RequireAuthorization(Policies.SignedIn);
                app.MapGrpc(GrpcMethods.Orders.RecordPickup, async (_, context) =>
                {
                    _seen = context;
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    return new RecordPickupResponse();
                }).RequireAuthorization(Policies.Service);
            },
            builder => builder.Services.AddGrpc(),
            ("GRPC_PORT", "0"));
        _caller = await TestApp.StartAsync(
            app => app.MapGet("/relay", async (HttpContext http, IGrpcChannels channels) => (await channels.For("orders").UnaryAsync(
                GrpcMethods.Orders.AuthorizeTopic, new AuthorizeTopicRequest(), default(CallOptions).AsUser(http))).Reason)
                .RequireAuthorization(Policies.SignedIn),
            builder => builder.AddGrpcClient("orders"),
            ("services:orders:grpc:0", _orders.Addresses[1].ToString()));
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _orders.DisposeAsync();
    }

    [Fact]
    public async Task A_process_calls_as_itself()
    {
        var answer = await Channel.UnaryAsync(GrpcMethods.Orders.AuthorizeTopic, new AuthorizeTopicRequest());

        Assert.Equal($"service-{TestIdentityProvider.ClientId}", answer.Reason);
    }

    [Fact]
    public async Task A_callers_own_token_is_passed_on()
    {
        Assert.Equal("user-ngo2", await _caller.As("user-ngo2", Roles.Ngo).GetStringAsync("/relay"));
    }

    [Fact]
    public async Task A_user_who_may_not_call_is_refused()
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var headers = new Metadata { { "authorization", $"Bearer {identity.Token("user-x", Roles.Admin)}" } };

        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            Channel.UnaryAsync(GrpcMethods.Orders.AssignOrder, new AssignOrderRequest(), new CallOptions(headers)));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task A_read_is_tried_again_when_the_service_is_unavailable()
    {
        _unavailable = 2;

        await Channel.UnaryAsync(GrpcMethods.Orders.ListClaimableOrders, new ListClaimableOrdersRequest());

        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task A_write_is_not_tried_again_for_it_may_have_happened()
    {
        _unavailable = 1;

        var failure = await Assert.ThrowsAsync<RpcException>(() => Channel.UnaryAsync(GrpcMethods.Orders.AssignOrder, new AssignOrderRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_left_alone()
    {
        _unavailable = 1_000;
        for (var i = 0; i < 20; i++)
        {
            await Assert.ThrowsAsync<RpcException>(() => Channel.UnaryAsync(GrpcMethods.Orders.AssignOrder, new AssignOrderRequest()));
        }

        var open = await Assert.ThrowsAsync<RpcException>(() => Channel.UnaryAsync(GrpcMethods.Orders.AssignOrder, new AssignOrderRequest()));

        Assert.Equal(StatusCode.Unavailable, open.StatusCode);
        Assert.Equal(20, _calls);
    }

    [Fact]
    public async Task A_call_has_a_deadline_even_when_it_sets_none()
    {
        var call = Channel.UnaryAsync(
            GrpcMethods.Orders.RecordPickup, new RecordPickupRequest(), new CallOptions(Deadline: DateTime.UtcNow.AddMilliseconds(300)));
        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => call)).StatusCode);

        using var giveUp = new CancellationTokenSource();
        _seen = null;
        var withDefault = Channel.UnaryAsync(GrpcMethods.Orders.RecordPickup, new RecordPickupRequest(), new CallOptions(CancellationToken: giveUp.Token));
        await Eventually.HoldsAsync(() => _seen is not null, "the call has arrived");
        Assert.InRange(_seen?.Deadline ?? DateTime.MaxValue, DateTime.UtcNow, DateTime.UtcNow + ServiceChannel.DefaultDeadline);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => withDefault);
    }

    [Fact]
    public async Task A_service_without_an_address_is_unavailable_and_the_setting_is_named()
    {
        await using var app = await TestApp.StartAsync(_ => { }, builder => builder.AddGrpcClient("donors"));
        var channels = app.Services.GetRequiredService<IGrpcChannels>();

        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            channels.For("donors").UnaryAsync(GrpcMethods.Donors.AuthorizeTopic, new AuthorizeTopicRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("services__donors__grpc__0", failure.Status.Detail, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => channels.For("ngos"));
    }

    private ServiceChannel Channel => _caller.Services.GetRequiredService<IGrpcChannels>().For("orders");

    private Task<T> AnswerAsync<T>(T answer) => Interlocked.Increment(ref _calls) <= Volatile.Read(ref _unavailable)
        ? throw new RpcException(new Status(StatusCode.Unavailable, "busy"))
        : Task.FromResult(answer);
}
