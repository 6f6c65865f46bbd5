using Microsoft.AspNetCore.Identity;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;

namespace Thesis.Services.Identity.Data;

/// <summary>What somebody states who signs up, checked.</summary>
internal sealed record SignUp(string Role, string Name, string Email, string Password, string Organisation, string Region, string Phone, string Statement);

/// <summary>
/// Changes that people make to their own account. Account, request, mails and audit are one transaction.
/// </summary>
internal sealed class Registration(
    AccountTransaction transaction, CommandContext command, UserManager<Account> accounts, IPasswordHasher<Account> hasher, IIdGenerator ids, AccountMails mails)
{
    /// <summary>
    /// Makes an account that is closed until its address is confirmed. An address that has one already is answered alike and
    /// after the same work; its owner is written to.
    /// </summary>
    public async Task SignUpAsync(SignUp form, CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = $"user-{Guid.NewGuid():n}",
            UserName = form.Email,
            Email = form.Email,
            DisplayName = form.Name,
            LockoutEnabled = true,
        };
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await accounts.FindByNameAsync(form.Email) is { } known)
        {
            hasher.HashPassword(account, form.Password);
            await mails.HasAccountAsync(command, known, cancellationToken);
            await command.CommitAsync(cancellationToken);
            return;
        }

        if (!await accounts.TryCreateAsync(account, form.Password))
        {
            return; // The form was sent twice at once: the other one made the account.
        }

        await AskAsync(account.Id, form, cancellationToken);
        await mails.VerifyAsync(command, account, cancellationToken);
        command.Audit("account.created", account.Id);
        await command.CommitAsync(cancellationToken);
    }

    /// <summary>Asks for one role more.</summary>
    /// <returns>False when the account waits for an answer about it already.</returns>
    public async Task<bool> AskForRoleAsync(Account account, SignUp form, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        var isNew = await AskAsync(account.Id, form, cancellationToken);
        await command.CommitAsync(cancellationToken);
        return isNew;
    }

    /// <returns>False when the code is not, or no longer, right.</returns>
    public async Task<bool> VerifyAsync(string id, string code, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(id, cancellationToken);
        if (await accounts.FindByIdAsync(id) is not { } account || !(await accounts.ConfirmEmailAsync(account, code)).Succeeded)
        {
            return false;
        }

        command.Audit("account.address_confirmed", account.Id);
        await command.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Sends the link for a new password, to an address that has an account. Any other address is given the same work.</summary>
    public async Task ForgotAsync(string email, CancellationToken cancellationToken)
    {
        var account = await accounts.FindByNameAsync(email);
        var asked = account is { Email: not null } ? account : new Account { SecurityStamp = Guid.NewGuid().ToString() };
        await using var work = await transaction.OpenAsync(asked.Id, cancellationToken);
        await mails.ResetAsync(command, asked, cancellationToken);
        await command.CommitAsync(cancellationToken);
    }

    /// <summary>Sends the link that confirms the address once more.</summary>
    public async Task VerifyAgainAsync(Account account, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        await mails.VerifyAsync(command, account, cancellationToken);
        await command.CommitAsync(cancellationToken);
    }

    /// <summary>Sets a new password by a link that was mailed; who has it owns the address. Ends all sign-ins.</summary>
    /// <returns>What is wrong; nothing when it is set.</returns>
    public async Task<IReadOnlyList<IdentityError>> ResetAsync(string id, string code, string password, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(id, cancellationToken);
        var account = await accounts.FindByIdAsync(id);
        var result = account is null ? IdentityResult.Failed(accounts.ErrorDescriber.InvalidToken()) : await accounts.ResetPasswordAsync(account, code, password);
        if (account is null || !result.Succeeded)
        {
            return [.. result.Errors];
        }

        account.EmailConfirmed = true;
        account.AccessFailedCount = 0;
        (await accounts.UpdateAsync(account)).OrThrow();
        await ChangedAsync(account, cancellationToken);
        return [];
    }

    /// <summary>Sets a new password for who knows the old one. Ends all sign-ins.</summary>
    /// <returns>What is wrong; nothing when it is set.</returns>
    public async Task<IReadOnlyList<IdentityError>> ChangePasswordAsync(string id, string old, string password, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(id, cancellationToken);
        var account = await accounts.FindByIdAsync(id) ?? throw new InvalidOperationException("The account is gone.");
        var result = await accounts.ChangePasswordAsync(account, old, password);
        if (!result.Succeeded)
        {
            return [.. result.Errors];
        }

        await ChangedAsync(account, cancellationToken);
        return [];
    }

    private async Task<bool> AskAsync(string account, SignUp form, CancellationToken cancellationToken)
    {
        var request = new MembershipRequest(
            ids.Next(), account, form.Name, form.Email, form.Role, form.Organisation, form.Region, form.Phone, form.Statement, MembershipStatus.Pending, "", command.Now, null, null);
        var isNew = await MembershipStore.AddAsync(command, request, cancellationToken);
        if (isNew)
        {
            command.Audit("membership.requested", new Id<MembershipKind>(request.Id).ToString(), new { account, form.Role, form.Region });
        }

        return isNew;
    }

    private async Task ChangedAsync(Account account, CancellationToken cancellationToken)
    {
        await mails.PasswordChangedAsync(command, account, cancellationToken);
        await SignInSessions.EndAllAsync(command, account.Id, cancellationToken);
        command.Audit("account.password_changed", account.Id);
        await command.CommitAsync(cancellationToken);
    }
}
