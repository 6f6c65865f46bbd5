using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Messaging;

namespace Thesis.Services.Users.Api;

/// <summary>What other services ask of users.</summary>
public sealed class UsersGrpcService(ProfileStore profiles, PreferenceStore preferences) : UsersService.UsersServiceBase
{
    private const int MostUsers = 1_000;

    /// <summary>Those who have stated nothing are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetUsersResponse> GetUsers(GetUsersRequest request, ServerCallContext context)
    {
        Validation.Demand(request.UserIds.Count <= MostUsers, "userIds", $"at most {MostUsers} may be asked for");
        string[] subjects = [.. request.UserIds];
        var stated = await preferences.FindAllAsync(subjects, context.CancellationToken);
        var users = await profiles.FindAllAsync(subjects, context.CancellationToken);
        return new GetUsersResponse { Users = { users.Select(user => UserEvents.Snapshot(user, stated[user.UserId])) } };
    }
}
