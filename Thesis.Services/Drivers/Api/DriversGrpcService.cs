using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Data;
using Thesis.Services.Drivers.Domain;
using Thesis.Services.Drivers.Messaging;

namespace Thesis.Services.Drivers.Api;

/// <summary>What the realtime hub asks of drivers.</summary>
public sealed class DriversGrpcService(DriverStore store) : DriversService.DriversServiceBase
{
    /// <summary>For the users service, which gives people their data.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetDriverOfUserResponse> GetDriverOfUser(GetDriverOfUserRequest request, ServerCallContext context) =>
        new() { Driver = (await store.FindOfUserAsync(request.UserId, context.CancellationToken))?.ToSnapshot() };

    /// <summary>A driver's own topic; those who wait for an order follow it by the order's topic.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Driver>(request.Topic);
        var actor = Actor.FromUser(context.GetHttpContext().User);
        var driver = await store.FindAsync(id.Value, context.CancellationToken);
        return driver is not null && (driver.UserId == actor.Subject || actor.Is(Roles.Dispatcher) || actor.Is(Roles.Admin))
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "There is no such driver, or it is not you." };
    }
}
