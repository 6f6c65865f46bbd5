using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Api;

/// <summary>What other services ask of accounts.</summary>
internal sealed class AccountsGrpcService(MemberStore members) : AccountsService.AccountsServiceBase
{
    private const int MostUsers = 1_000;

    /// <summary>Those without a confirmed address, and those who are suspended, are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetContactsResponse> GetContacts(GetContactsRequest request, ServerCallContext context)
    {
        Validation.Demand(request.UserIds.Count <= MostUsers, "userIds", $"at most {MostUsers} may be asked for");
        var contacts = await members.ContactsAsync([.. request.UserIds], context.CancellationToken);
        return new GetContactsResponse { Contacts = { contacts } };
    }
}
