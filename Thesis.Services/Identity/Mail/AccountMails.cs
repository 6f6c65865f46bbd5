using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Shared.Mail;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Mail;

/// <summary>What accounts are written to about. Each mail is written in the transaction that is its reason.</summary>
internal sealed class AccountMails(UserManager<Account> accounts, IIdGenerator ids, PublicLinks links, InvitationLinks invitations)
{
    public const string VerifyPath = "/account/verify";
    public const string ResetPath = "/account/reset";

    public async Task VerifyAsync(CommandContext command, Account account, CancellationToken cancellationToken)
    {
        var code = await accounts.GenerateEmailConfirmationTokenAsync(account);
        await AddAsync(command, account, "Confirm your address", $"""
            Hello {account.DisplayName},

            open this page to confirm that this is your address. The link is good for a day.

            {Link(VerifyPath, account, code)}

            You did not sign up? Then do nothing: without you the account stays closed.
            """, cancellationToken);
    }

    /// <summary>Somebody signs up with an address that has an account: only the mailbox learns of it.</summary>
    public Task HasAccountAsync(CommandContext command, Account account, CancellationToken cancellationToken) => AddAsync(command, account, "You have an account already", $"""
        Hello {account.DisplayName},

        somebody, perhaps you, has just signed up with this address. It has an account already. Sign in, or set a new password here:

        {links.To("/account/forgot")}

        Was it not you? Then do nothing: nothing has changed.
        """, cancellationToken);

    public async Task ResetAsync(CommandContext command, Account account, CancellationToken cancellationToken)
    {
        var code = await accounts.GeneratePasswordResetTokenAsync(account);
        await AddAsync(command, account, "Set a new password", $"""
            Hello {account.DisplayName},

            set a new password on this page. The link is good for a day and for one use.

            {Link(ResetPath, account, code)}

            You did not ask for it? Then do nothing: your password stays as it is.
            """, cancellationToken);
    }

    public Task PasswordChangedAsync(CommandContext command, Account account, CancellationToken cancellationToken) => AddAsync(command, account, "Your password has been changed", $"""
        Hello {account.DisplayName},

        your password has just been changed, and whoever was signed in was signed out. Was it not you? Then set a new one at once:

        {links.To("/account/forgot")}
        """, cancellationToken);

    public Task DecidedAsync(CommandContext command, MembershipRequest request, CancellationToken cancellationToken)
    {
        var text = request.Status == MembershipStatus.Approved
            ? $"welcome: you can now take part as {Spoken(request.Role)}. Sign in here (sign out first if you are signed in):"
            : $"your request to take part as {Spoken(request.Role)} was not granted. You can ask again on your account's page:";
        var reason = request.Reason.Length > 0 ? $"\n\nThe reason given: {request.Reason}" : "";
        var path = request.Status == MembershipStatus.Approved ? "/" : "/account";
        var body = $"Hello {request.Name},\n\n{text}\n\n{links.To(path)}{reason}\n";
        return request.Email.Length > 0 ? MailStore.AddAsync(command, ids.Next(), request.Email, "Your request to take part", body, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>A code that signs in, alone or after the password.</summary>
    /// <returns>False when the address has had its share of mails.</returns>
    public Task<bool> CodeAsync(CommandContext command, Account account, string code, CancellationToken cancellationToken) => AddAsync(command, account, "Your code", $"""
        Hello {account.DisplayName},

        your code is {code}. It is good for {MailedCodes.Life.TotalMinutes:0} minutes and for one use. Enter it only on the page where you asked for it, and tell it to nobody.

        You did not ask for it? Then somebody types your address, or knows your password. If codes come after your password, set a new one:

        {links.To("/account/forgot")}
        """, cancellationToken);

    /// <summary>Somebody wants to sign in by a code alone, and the account's codes come after the password.</summary>
    public Task NeedsPasswordAsync(CommandContext command, Account account, CancellationToken cancellationToken) => AddAsync(command, account, "Sign in with your password", $"""
        Hello {account.DisplayName},

        somebody, perhaps you, has asked for a code to sign in with. Your account takes its password first; the code follows:

        {links.To("/account/sign-in")}
        """, cancellationToken);

    public Task PasskeyAsync(CommandContext command, Account account, string name, bool isNew, CancellationToken cancellationToken) => AddAsync(
        command, account, isNew ? "A passkey was added to your account" : "A passkey was removed from your account", $"""
        Hello {account.DisplayName},

        the passkey "{name}" {(isNew ? "can now sign in to your account" : "no longer signs in to your account")}. Was it not you? Then set a new password at once, and look through your passkeys:

        {links.To("/account/passkeys")}
        """, cancellationToken);

    /// <summary>Asks somebody, who may have no account, to act for an organisation.</summary>
    public async Task InvitedAsync(CommandContext command, Invitation invitation, Organisation organisation, CancellationToken cancellationToken)
    {
        var inviter = (await accounts.FindByIdAsync(invitation.InvitedBy))?.DisplayName ?? "Somebody who runs it";
        var part = invitation.Role == PlaceRoles.Manager ? "to run it together" : "to help there";
        var body = $"""
            Hello,

            {inviter} asks you {part}: {organisation.Name}. Open this page to accept; it takes a minute. The link is good for {Invitation.Life.Days} days and for one use.

            {invitations.To(invitation)}

            You do not know what this is about? Then do nothing.
            """;
        await MailStore.AddAsync(command, ids.Next(), invitation.Email, $"You are invited to {organisation.Name}", body, cancellationToken);
    }

    /// <summary>Tells who invited that it was accepted, and by whom: a link may be passed on.</summary>
    public async Task JoinedAsync(CommandContext command, Invitation invitation, Account joined, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(invitation.InvitedBy) is { } inviter)
        {
            await AddAsync(command, inviter, "Your invitation was accepted", $"""
                Hello {inviter.DisplayName},

                {joined.DisplayName} has accepted the invitation that you sent to {invitation.Email}. You do not know them? Then take them out of the organisation again.

                {links.To("/")}
                """, cancellationToken);
        }
    }

    private static string Spoken(string role) => role switch
    {
        Roles.Donor => "a donor",
        Roles.Ngo => "a charity",
        Roles.Driver => "a driver",
        _ => role,
    };

    private Task<bool> AddAsync(CommandContext command, Account account, string subject, string body, CancellationToken cancellationToken) =>
        account.Email is { Length: > 0 } address ? MailStore.AddAsync(command, ids.Next(), address, subject, body, cancellationToken) : Task.FromResult(false);

    private Uri Link(string path, Account account, string code) =>
        links.To(QueryHelpers.AddQueryString(path, new Dictionary<string, string?> { ["account"] = account.Id, ["code"] = code }));
}
