using Thesis.Contracts.Orders.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers;

/// <summary>
/// What Drivers asks of Orders. Each call may be repeated: Orders answers a step that it took already as it did the
/// first time.
/// </summary>
public sealed class OrdersClient(IGrpcChannels channels)
{
    public const string Service = "orders";

    /// <exception cref="ProblemException">Orders refused; the problem says why.</exception>
    public async Task<IReadOnlyList<OrderSnapshot>> ClaimableAsync(
        string region, double latitude, double longitude, int limit, CancellationToken cancellationToken)
    {
        var response = await CallAsync(
            GrpcMethods.Orders.ListClaimableOrders,
            new ListClaimableOrdersRequest { Region = region, Latitude = latitude, Longitude = longitude, Limit = limit },
            cancellationToken);
        return response.Orders;
    }

    /// <summary>Claims the order. Of several drivers exactly one gets it.</summary>
    /// <exception cref="ProblemException">Orders refused; the problem says why.</exception>
    public async Task<OrderSnapshot> AssignAsync(Driver driver, long orderId, CancellationToken cancellationToken) => (await CallAsync(
        GrpcMethods.Orders.AssignOrder,
        new AssignOrderRequest { OrderId = orderId, DriverId = driver.Id, DriverUser = driver.UserId },
        cancellationToken)).Order;

    /// <exception cref="ProblemException">Orders refused; the problem says why.</exception>
    public async Task<OrderSnapshot> RecordPickupAsync(Driver driver, long orderId, long grams, CancellationToken cancellationToken) =>
        (await CallAsync(
            GrpcMethods.Orders.RecordPickup,
            new RecordPickupRequest { OrderId = orderId, DriverId = driver.Id, Grams = grams },
            cancellationToken)).Order;

    /// <exception cref="ProblemException">Orders refused; the problem says why.</exception>
    public async Task<OrderSnapshot> RecordDeliveryAsync(Driver driver, long orderId, long grams, CancellationToken cancellationToken) =>
        (await CallAsync(
            GrpcMethods.Orders.RecordDelivery,
            new RecordDeliveryRequest { OrderId = orderId, DriverId = driver.Id, Grams = grams },
            cancellationToken)).Order;

    /// <exception cref="ProblemException">Orders refused; the problem says why.</exception>
    public async Task<OrderSnapshot> RecordFailureAsync(Driver driver, long orderId, string reason, CancellationToken cancellationToken) =>
        (await CallAsync(
            GrpcMethods.Orders.RecordFailure,
            new RecordFailureRequest { OrderId = orderId, DriverId = driver.Id, Reason = reason },
            cancellationToken)).Order;

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        Method<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>
        where TResponse : class, Google.Protobuf.IMessage<TResponse>
    {
        try
        {
            return await channels.For(Service).UnaryAsync(method, request, new CallOptions(CancellationToken: cancellationToken));
        }
        catch (RpcException refusal) when (ToProblem(refusal.Status) is { } problem)
        {
            throw new ProblemException(problem, refusal);
        }
    }

    /// <summary>What the driver is told; null where ServiceDefaults' own answer fits.</summary>
    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? ToProblem(Status status) => status.StatusCode switch
    {
        StatusCode.FailedPrecondition => Problems.Conflict("order-status", status.Detail),
        StatusCode.InvalidArgument when status.Detail.Split(": ", 2) is [var field, var message] => Problems.Validation(field, message),
        _ => null,
    };
}
