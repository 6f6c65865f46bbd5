using System.Diagnostics;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>Two processes over the wire: one calls, one answers on its gRPC port.</summary>
public sealed class ServiceCallTests : IAsyncLifetime
{
    private readonly OrdersScript _script = new();
    private TestApp _orders = null!; // Set before each test.
    private TestApp _caller = null!; // Set before each test.

    /// <summary>A deadline that a busy machine meets.</summary>
    private static DateTime Later => DateTime.UtcNow.AddMinutes(1);

    public async Task InitializeAsync()
    {
        _orders = await TestApp.StartAsync(
            app =>
            {
                app.MapGrpcServer();
                app.MapGrpcService<FakeOrders>();
            },
            builder =>
            {
                builder.AddGrpcServer();
                builder.Services.AddSingleton(_script);
            },
            ("GRPC_PORT", "0"));
        _caller = await TestApp.StartAsync(
            app =>
            {
                app.MapGet("/relay", async (HttpContext http, OrdersService.OrdersServiceClient orders) =>
                    (await orders.AuthorizeTopicAsync(new(), new CallOptions(deadline: Later).AsUser(http))).Reason).RequireAuthorization(Policies.SignedIn);
                app.MapGet("/assign", async (OrdersService.OrdersServiceClient orders) => (await orders.AssignOrderAsync(new(), deadline: Later)).ToString())
                    .RequireAuthorization(Policies.SignedIn);
            },
            builder => builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor),
            ("services:orders:grpc:0", _orders.Addresses[1].ToString()));
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _orders.DisposeAsync();
    }

    [Fact]
    public async Task A_process_calls_as_itself_and_in_its_own_trace()
    {
        using var activity = new Activity("test").Start();
        Assert.Equal($"service-{TestIdentityProvider.ClientId}", (await Orders.AuthorizeTopicAsync(new(), deadline: Later)).Reason);

        await Orders.ListClaimableOrdersAsync(new(), deadline: Later);

        Assert.Equal(activity.TraceId, _script.TraceId);
    }

    [Fact]
    public async Task A_callers_own_token_is_passed_on()
    {
        Assert.Equal("user-ngo2", await _caller.As("user-ngo2", Roles.Ngo).GetStringAsync("/relay"));
    }

    [Fact]
    public async Task Without_a_token_every_method_is_denied_and_a_user_may_not_call_what_is_for_services()
    {
        using var channel = GrpcChannel.ForAddress(_orders.Addresses[1]);
        var orders = new OrdersService.OrdersServiceClient(channel);
        var user = new Metadata { { "authorization", $"Bearer {(await TestIdentityProvider.SharedAsync()).Token("user-x", Roles.Admin)}" } };

        Assert.Equal(StatusCode.Unauthenticated, await StatusOf(orders.AssignOrderAsync(new(), deadline: Later)));
        Assert.Equal(StatusCode.Unauthenticated, await StatusOf(orders.AuthorizeTopicAsync(new(), deadline: Later)));
        Assert.Equal(StatusCode.PermissionDenied, await StatusOf(orders.AssignOrderAsync(new(), user, Later)));
        Assert.Equal(0, _script.Calls);
    }

    [Fact]
    public async Task A_method_without_a_policy_is_denied_to_everybody()
    {
        Assert.Equal(StatusCode.PermissionDenied, await StatusOf(Orders.RecordDeliveryAsync(new(), deadline: Later)));
        Assert.Equal(0, _script.Calls);
    }

    [Fact]
    public async Task Health_is_told_without_a_token()
    {
        using var channel = GrpcChannel.ForAddress(_orders.Addresses[1]);

        var answer = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task A_read_is_tried_again_when_the_service_is_unavailable()
    {
        _script.Unavailable = 2;

        await Orders.ListClaimableOrdersAsync(new(), deadline: Later);

        Assert.Equal(3, _script.Calls);
    }

    [Fact]
    public async Task A_read_is_tried_four_times_at_most()
    {
        _script.Unavailable = 1_000;

        Assert.Equal(StatusCode.Unavailable, await StatusOf(Orders.ListClaimableOrdersAsync(new(), deadline: Later)));
        Assert.Equal(4, _script.Calls);
    }

    [Fact]
    public async Task A_write_is_not_tried_again_for_it_may_have_happened()
    {
        _script.Unavailable = 1;

        Assert.Equal(StatusCode.Unavailable, await StatusOf(Orders.AssignOrderAsync(new(), deadline: Later)));
        Assert.Equal(1, _script.Calls);
    }

    [Fact]
    public async Task A_service_that_keeps_failing_is_left_alone()
    {
        _script.Unavailable = 1_000;
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(StatusCode.Unavailable, await StatusOf(Orders.AssignOrderAsync(new(), deadline: Later)));
        }

        Assert.Equal(StatusCode.Unavailable, await StatusOf(Orders.AssignOrderAsync(new(), deadline: Later)));
        Assert.Equal(20, _script.Calls);
    }

    [Fact]
    public async Task A_call_has_a_deadline_even_when_it_sets_none_and_it_ends_the_method()
    {
        Assert.Equal(StatusCode.DeadlineExceeded, await StatusOf(Orders.RecordPickupAsync(new(), deadline: DateTime.UtcNow.AddMilliseconds(300))));
        await Eventually.HoldsAsync(() => _script.Ended, "the method is told");

        _script.Deadline = null;
        using var call = Orders.RecordPickupAsync(new());
        await Eventually.HoldsAsync(() => _script.Deadline is not null, "the call has arrived");
        Assert.InRange(_script.Deadline ?? DateTime.MaxValue, DateTime.UtcNow, DateTime.UtcNow + GrpcClientExtensions.DefaultDeadline);
    }

    [Fact]
    public async Task A_caller_that_gives_up_ends_the_method()
    {
        using var call = Orders.RecordPickupAsync(new(), deadline: Later);
        await Eventually.HoldsAsync(() => _script.Deadline is not null, "the call has arrived");

        call.Dispose();

        await Eventually.HoldsAsync(() => _script.Ended, "the method is told");
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused()
    {
        var large = new AssignOrderRequest { DriverUser = new string('x', (int)KestrelDefaults.MaxRequestBodySize) };

        Assert.Equal(StatusCode.ResourceExhausted, await StatusOf(Orders.AssignOrderAsync(large, deadline: Later)));
        Assert.Equal(0, _script.Calls);
    }

    [Fact]
    public async Task A_problem_of_the_service_is_the_answer_of_the_one_who_called_it()
    {
        _script.Failure = new ProblemException(Problems.Validation(new Dictionary<string, string[]>
        {
            ["grams"] = ["must be more than 0", "must be whole"],
            ["driver_id"] = ["must name the driver"],
        }));
        var invalid = await _caller.As("user-x").GetAsync("/assign");
        _script.Failure = new ProblemException(Problems.Conflict("order-status", "Another driver took it."));
        var conflict = await (await _caller.As("user-x").GetAsync("/assign")).ProblemAsync(409);
        _script.Failure = new ProblemException(Problems.PreconditionFailed(7));
        var changed = await (await _caller.As("user-x").GetAsync("/assign")).ProblemAsync(412);

        Assert.Equal("must be more than 0 must be whole", await invalid.FieldErrorAsync("grams"));
        Assert.Equal("must name the driver", await invalid.FieldErrorAsync("driver_id"));
        Assert.Equal(("order-status", "Another driver took it."), (conflict.Code(), conflict.GetProperty("detail").GetString()));
        Assert.Equal(ETags.Of(7), changed.GetProperty("currentETag").GetString());
    }

    [Fact]
    public async Task A_fault_of_the_service_is_logged_there_and_told_to_nobody()
    {
        _script.Failure = new InvalidOperationException("secret detail");

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await Orders.AssignOrderAsync(new(), deadline: Later));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.DoesNotContain("secret detail", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("secret detail", Assert.Single(_orders.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_take_turns_and_one_that_is_away_costs_a_read_nothing_but_time()
    {
        await using var caller = await TestApp.StartAsync(
            _ => { },
            builder => builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor),
            ("services:orders:grpc:0", "http://127.0.0.1:1"),
            ("services:orders:grpc:1", _orders.Addresses[1].ToString()));
        var orders = caller.Services.GetRequiredService<OrdersService.OrdersServiceClient>();

        for (var i = 0; i < 4; i++)
        {
            await orders.ListClaimableOrdersAsync(new(), deadline: Later);
        }

        Assert.Equal(4, _script.Calls);
    }

    [Fact]
    public async Task A_service_without_an_address_is_unavailable_and_the_setting_is_named()
    {
        await using var app = await TestApp.StartAsync(
            _ => { }, builder => builder.AddGrpcClient<DonorsService.DonorsServiceClient>("donors", DonorsService.Descriptor));
        var donors = app.Services.GetRequiredService<DonorsService.DonorsServiceClient>();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await donors.AuthorizeTopicAsync(new AuthorizeTopicRequest()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Contains("services__donors__grpc__0", failure.Status.Detail, StringComparison.Ordinal);
    }

    private OrdersService.OrdersServiceClient Orders => _caller.Services.GetRequiredService<OrdersService.OrdersServiceClient>();

    private static async Task<StatusCode> StatusOf<T>(AsyncUnaryCall<T> call) =>
        (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode;
}
