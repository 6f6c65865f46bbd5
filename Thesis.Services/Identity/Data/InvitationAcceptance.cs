using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;

namespace Thesis.Services.Identity.Data;

/// <summary>What came of accepting an invitation.</summary>
internal enum Acceptance
{
    Accepted,

    /// <summary>The link is none of ours, was used, was replaced or revoked, has expired, or who sent it may not invite any more.</summary>
    Gone,

    /// <summary>Who invites cannot accept.</summary>
    OwnInvitation,

    /// <summary>The address has an account already.</summary>
    HasAccount,
}

/// <summary>
/// Accepts invitations, with an account that is there or with a new one. The link is used, the role is given and the organisation is
/// told in one transaction, so that of two who use a link at the same time one gets in.
/// </summary>
internal sealed class InvitationAcceptance(
    AccountTransaction transaction, CommandContext command, UserManager<Account> accounts, InvitationStore invitations, OrganisationStore organisations,
    InvitationLinks links, AccountMails mails, TimeProvider time)
{
    /// <summary>The invitation of a link that is still good.</summary>
    public async Task<(Invitation Invitation, Organisation Organisation)?> FindAsync(string? code, CancellationToken cancellationToken) =>
        links.Read(code) is { } link
        && await invitations.FindAsync(link.Id, cancellationToken) is { } invitation && IsGood(invitation, link.Key, time.GetUtcNow())
        && await organisations.FindAsync(invitation.Organisation, cancellationToken) is { } organisation
            ? (invitation, organisation)
            : null;

    /// <summary>Accepts with an account whose owner is signed in.</summary>
    public async Task<Acceptance> AcceptAsync(string? code, string accountId, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(accountId, cancellationToken);
        if (await LockAsync(code, cancellationToken) is not { } invitation || await accounts.FindByIdAsync(accountId) is not { } account)
        {
            return Acceptance.Gone;
        }

        if (invitation.InvitedBy == accountId)
        {
            return Acceptance.OwnInvitation;
        }

        if (!account.EmailConfirmed && string.Equals(account.Email, invitation.Email, StringComparison.OrdinalIgnoreCase))
        {
            // The link came by mail: the address is theirs.
            account.EmailConfirmed = true;
            (await accounts.UpdateAsync(account)).OrThrow();
        }

        await TakeAsync(invitation, account, cancellationToken);
        return Acceptance.Accepted;
    }

    /// <summary>Makes an account for the address that was written to, and accepts with it.</summary>
    /// <param name="account">Not stored yet; its name, address and id are set.</param>
    public async Task<Acceptance> AcceptAsNewAsync(string? code, Account account, string password, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await LockAsync(code, cancellationToken) is not { } invitation)
        {
            return Acceptance.Gone;
        }

        account.UserName = account.Email = invitation.Email;
        account.EmailConfirmed = true;
        if (!await accounts.TryCreateAsync(account, password))
        {
            return Acceptance.HasAccount;
        }

        command.Audit("account.created", account.Id);
        await TakeAsync(invitation, account, cancellationToken);
        return Acceptance.Accepted;
    }

    private async Task<Invitation?> LockAsync(string? code, CancellationToken cancellationToken) =>
        links.Read(code) is { } link
        && await InvitationStore.FindForUpdateAsync(command, link.Id, cancellationToken) is { } invitation && IsGood(invitation, link.Key, command.Now)
        && await InvitationStore.InviterMayAsync(command, invitation, cancellationToken)
            ? invitation
            : null;

    private async Task TakeAsync(Invitation invitation, Account account, CancellationToken cancellationToken)
    {
        var accepted = invitation with { Status = InvitationStatus.Accepted, AcceptedBy = account.Id, AcceptedAt = command.Now };
        await InvitationStore.UpdateAsync(command, accepted, cancellationToken);
        var role = Id<Kinds.Donor>.TryParse(invitation.Organisation, out _) ? Roles.Donor : Roles.Ngo;
        await MembershipStore.GiveRoleAsync(command, account.Id, role, cancellationToken);
        command.Publish(Topics.OrganisationJoined, invitation.Id, new OrganisationJoined
        {
            Organisation = invitation.Organisation,
            UserId = account.Id,
            Role = invitation.Role,
            InvitedBy = invitation.InvitedBy,
        });
        await mails.JoinedAsync(command, invitation, account, cancellationToken);
        command.Audit("invitation.accepted", new Id<InvitationKind>(invitation.Id).ToString(), new { invitation.Organisation, invitation.Role, account = account.Id });
        await command.CommitAsync(cancellationToken);
    }

    private static bool IsGood(Invitation invitation, string key, DateTimeOffset now) =>
        invitation.IsOpen(now) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(invitation.Key), Encoding.UTF8.GetBytes(key));
}
