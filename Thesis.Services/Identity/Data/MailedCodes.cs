using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;

namespace Thesis.Services.Identity.Data;

/// <summary>Six digits that are mailed: good once, for ten minutes and for one purpose, until the next are sent.</summary>
internal sealed class MailedCodes(
    AccountTransaction transaction, CommandContext command, UserManager<Account> accounts, PasswordCheck passwords, AccountMails mails,
    IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>In the place of the password.</summary>
    public const string SignIn = "sign_in_code";

    /// <summary>After the password.</summary>
    public const string SecondFactor = "second_code";

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const string Provider = "thesis";
    private const int Codes = 1_000_000;

    private readonly SealedTickets _tickets = new(protection, time, "mailed code") { Life = Life };
    private readonly IDataProtector _stored = protection.CreateProtector("thesis mailed code");

    /// <summary>Sends a code for a purpose; nothing when the address has had its share of the hour, and the one before stays good.</summary>
    public async Task SendAsync(Account account, string purpose, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await accounts.FindByIdAsync(account.Id) is { } owner && await WriteAsync(owner, purpose, cancellationToken))
        {
            await command.CommitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Sends a code to sign in with, if the address has an account. Any other address costs the same work, which is then undone. Where
    /// codes follow the password, the mailbox alone is not enough: its owner is told to begin with the password.
    /// </summary>
    /// <returns>A ticket to come back with.</returns>
    public async Task<string> SendForSignInAsync(string email, bool afterPassword, CancellationToken cancellationToken)
    {
        var known = await accounts.FindByNameAsync(email);
        var account = known is { Email: not null, EmailConfirmed: true } ? known : null;
        await using var work = await transaction.OpenAsync(account?.Id ?? email, cancellationToken);
        if (account is null)
        {
            await mails.CodeAsync(command, new Account { Email = email, DisplayName = "" }, NewCode(), cancellationToken);
        }
        else if (afterPassword)
        {
            await mails.NeedsPasswordAsync(command, account, cancellationToken);
            await command.CommitAsync(cancellationToken);
        }
        else if (await accounts.FindByIdAsync(account.Id) is { } owner && await WriteAsync(owner, SignIn, cancellationToken))
        {
            await command.CommitAsync(cancellationToken);
        }

        return _tickets.Seal(email);
    }

    /// <summary>Whose code this is; null when it is nobody's. Each attempt counts as one with a password does.</summary>
    public async Task<Account?> FindAsync(string ticket, string code, CancellationToken cancellationToken)
    {
        if (_tickets.Open(ticket) is not var (email, _)
            || !await passwords.CountAttemptAsync(email, cancellationToken)
            || await accounts.FindByNameAsync(email) is not { } account
            || !await RedeemAsync(account, SignIn, code.Replace(" ", "", StringComparison.Ordinal)))
        {
            return null;
        }

        if (!account.TwoFactorEnabled)
        {
            await passwords.ForgetAttemptsAsync(account.Id, cancellationToken);
        }

        return account;
    }

    /// <summary>Whether the code is the one that was sent. It is then used up, and of two at the same time one is right.</summary>
    public async Task<bool> RedeemAsync(Account account, string purpose, string code)
    {
        if (await accounts.GetAuthenticationTokenAsync(account, Provider, purpose) is not { } stored || Read(stored) is not var (until, sent) || time.GetUtcNow() >= until)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(code))
            && (await accounts.RemoveAuthenticationTokenAsync(account, Provider, purpose)).Succeeded;
    }

    private async Task<bool> WriteAsync(Account owner, string purpose, CancellationToken cancellationToken)
    {
        var code = NewCode();
        var until = (time.GetUtcNow() + Life).UtcTicks;
        var stored = _stored.Protect(string.Create(CultureInfo.InvariantCulture, $"{until}|{code}"));
        (await accounts.SetAuthenticationTokenAsync(owner, Provider, purpose, stored)).OrThrow();
        return await mails.CodeAsync(command, owner, code, cancellationToken);
    }

    private (DateTimeOffset Until, string Code)? Read(string stored)
    {
        try
        {
            var parts = _stored.Unprotect(stored).Split('|', 2);
            return (new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero), parts[1]);
        }
        catch (CryptographicException)
        {
            return null; // Written with a key that was lost.
        }
    }

    private static string NewCode() => RandomNumberGenerator.GetInt32(Codes).ToString("d6", CultureInfo.InvariantCulture);
}
