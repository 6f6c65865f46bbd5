using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Messaging;

namespace Thesis.Services.Users.Api;

/// <summary>Asks for the deletion of the caller's account and data.</summary>
/// <param name="Confirm">True: it cannot be undone.</param>
public sealed record DeletionRequest(bool Confirm);

/// <summary>
/// Deletes what is kept of the caller, here and, by event, in every service: the account, the profile, the notifications, the
/// driver's name and positions, the part of organisations' contacts that is theirs. The audit trail, receipts and orders stay: they
/// name the account by its id, which leads to nobody any more.
/// </summary>
public static class DeletionEndpoint
{
    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        DeletionRequest request, CommandContext command, AccountsService.AccountsServiceClient accounts, CancellationToken cancellationToken)
    {
        if (!request.Confirm)
        {
            return Problems.Validation("confirm", "must be true: what is deleted cannot be brought back");
        }

        var subject = command.Actor.Subject;
        var account = await accounts.GetAccountAsync(new GetAccountRequest { UserId = subject }, cancellationToken: cancellationToken);
        await command.BeginAsync(cancellationToken);
        ProfileStore.Delete(command, subject);
        ConsentStore.Forget(command, subject);
        command.ForgetAnswersTo(subject);
        command.PublishDeleted(subject, [.. HashesOf(account).Distinct()]);
        return TypedResults.NoContent();
    }

    private static IEnumerable<string> HashesOf(GetAccountResponse account)
    {
        if (account.Email.Length > 0)
        {
            yield return Hash(account.Email.ToLowerInvariant());
        }

        foreach (var digits in account.Phones.Select(phone => string.Concat(phone.Where(char.IsAsciiDigit))).Where(digits => digits.Length > 0))
        {
            yield return Hash(digits);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
