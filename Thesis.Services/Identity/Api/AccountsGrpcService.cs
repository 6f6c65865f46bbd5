using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;

namespace Thesis.Services.Identity.Api;

/// <summary>What other services ask of accounts.</summary>
internal sealed class AccountsGrpcService(MemberStore members, AccountData data) : AccountsService.AccountsServiceBase
{
    private const int MostUsers = 1_000;

    /// <summary>For the users service, which gives people their data and deletes it.</summary>
    [Authorize(Policies.Service)]
    public override Task<GetAccountResponse> GetAccount(GetAccountRequest request, ServerCallContext context) =>
        data.ReadAsync(request.UserId, context.CancellationToken);

    /// <summary>Those without a confirmed address, and those who are suspended, are left out.</summary>
    [Authorize(Policies.Service)]
    public override async Task<GetContactsResponse> GetContacts(GetContactsRequest request, ServerCallContext context)
    {
        Validation.Demand(request.UserIds.Count <= MostUsers, "userIds", $"at most {MostUsers} may be asked for");
        var contacts = await members.ContactsAsync([.. request.UserIds], context.CancellationToken);
        return new GetContactsResponse { Contacts = { contacts } };
    }
}
