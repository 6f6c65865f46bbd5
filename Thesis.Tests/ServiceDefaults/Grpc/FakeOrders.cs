using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Orders.V1;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>How a test wants the orders service to behave, and what it saw.</summary>
public sealed class OrdersScript
{
    private int _calls;

    /// <summary>Calls that reached a method.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The first calls, so many, are answered UNAVAILABLE.</summary>
    public int Unavailable { get; set; }

    /// <summary>What AssignOrder throws.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The deadline of the RecordPickup that is under way.</summary>
    public DateTime? Deadline { get; set; }

    /// <summary>RecordPickup was told that its call is over.</summary>
    public bool Ended { get; set; }

    public ActivityTraceId TraceId { get; private set; }

    public void Called()
    {
        TraceId = Activity.Current?.TraceId ?? default;
        if (Interlocked.Increment(ref _calls) <= Unavailable)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "busy"));
        }
    }
}

/// <summary>The orders contract, by script.</summary>
public sealed class FakeOrders(OrdersScript script) : OrdersService.OrdersServiceBase
{
    [Authorize(Policies.Service)]
    public override Task<ListClaimableOrdersResponse> ListClaimableOrders(ListClaimableOrdersRequest request, ServerCallContext context)
    {
        script.Called();
        return Task.FromResult(new ListClaimableOrdersResponse());
    }

    [Authorize(Policies.Service)]
    public override Task<AssignOrderResponse> AssignOrder(AssignOrderRequest request, ServerCallContext context)
    {
        script.Called();
        return script.Failure is { } failure ? throw failure : Task.FromResult(new AssignOrderResponse());
    }

    /// <summary>Goes on until the caller or the deadline ends it.</summary>
    [Authorize(Policies.Service)]
    public override async Task<RecordPickupResponse> RecordPickup(RecordPickupRequest request, ServerCallContext context)
    {
        script.Deadline = context.Deadline;
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return new RecordPickupResponse();
        }
        finally
        {
            script.Ended = context.CancellationToken.IsCancellationRequested;
        }
    }

    /// <summary>Without a policy.</summary>
    public override Task<RecordDeliveryResponse> RecordDelivery(RecordDeliveryRequest request, ServerCallContext context)
    {
        script.Called();
        return Task.FromResult(new RecordDeliveryResponse());
    }

    /// <summary>Who asks.</summary>
    [Authorize(Policies.SignedIn)]
    public override Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context) =>
        Task.FromResult(new AuthorizeTopicResponse { Reason = Actor.FromUser(context.GetHttpContext().User).Subject });
}
