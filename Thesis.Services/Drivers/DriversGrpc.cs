using Thesis.Contracts.Common.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Drivers;

/// <summary>The gRPC contract of drivers: topic rights for the realtime hub.</summary>
internal static class DriversGrpc
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGrpc(GrpcMethods.Drivers.AuthorizeTopic, AuthorizeTopic).RequireAuthorization(Policies.SignedIn);

    /// <summary>A driver's own topic; those who wait for an order follow it by the order's topic.</summary>
    private static async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext call)
    {
        var http = call.GetHttpContext();
        if (!request.Topic.StartsWith("driver:", StringComparison.Ordinal) || !Id<Kinds.Driver>.TryParse(request.Topic["driver:".Length..], out var id))
        {
            return new() { Reason = "The topic must be 'driver:' and a driver's id." };
        }

        var actor = Actor.FromUser(http.User);
        var driver = await http.RequestServices.GetRequiredService<DriverStore>().FindAsync(id.Value, call.CancellationToken);
        return driver is not null && (driver.UserId == actor.Subject || actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin))
            ? new() { Allowed = true }
            : new() { Reason = "There is no such driver, or it is not you." };
    }
}
