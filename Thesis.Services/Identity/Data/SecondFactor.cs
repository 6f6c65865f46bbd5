using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// Codes of an authenticator app (RFC 6238) or from the list kept for a lost telephone. Between password and code the browser
/// carries a sealed ticket that says whose password was right.
/// </summary>
internal sealed class SecondFactor(UserManager<Account> accounts, IUserStore<Account> store, PasswordCheck passwords, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Provider = "thesis";
    private const string LastCode = "last_code";
    private const string Issuer = "thesis";
    private const int RecoveryCodes = 8;
    private static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _tickets = protection.CreateProtector("thesis second factor");

    /// <summary>A ticket for who gave the right password.</summary>
    public string Ticket(Account account) => _tickets.Protect($"{(time.GetUtcNow() + TicketLife).ToUnixTimeSeconds()}|{account.Id}");

    /// <summary>The account of a ticket whose code is right; null for any other. Each attempt counts as one with a password does.</summary>
    public async Task<Account?> FindAsync(string ticket, string code, CancellationToken cancellationToken)
    {
        if (Read(ticket) is not { } id
            || await accounts.FindByIdAsync(id) is not { UserName: { } name } account
            || !await passwords.CountAttemptAsync(name, cancellationToken)
            || !await IsRightAsync(account, code.Replace(" ", "", StringComparison.Ordinal)))
        {
            return null;
        }

        await passwords.ForgetAttemptsAsync(account.Id, cancellationToken);
        return account;
    }

    /// <summary>The secret that an app takes up, and the address that says the same in a QR code.</summary>
    public async Task<(string Key, string Address)> KeyAsync(Account account)
    {
        if (await accounts.GetAuthenticatorKeyAsync(account) is not { Length: > 0 } key)
        {
            // Not by the manager, which would sign everybody out for a key that is only shown.
            key = accounts.GenerateNewAuthenticatorKey();
            var keys = (IUserAuthenticatorKeyStore<Account>)store;
            await keys.SetAuthenticatorKeyAsync(account, key, CancellationToken.None);
            await accounts.UpdateAsync(account);
        }

        return (key, $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account.UserName ?? "")}?secret={key}&issuer={Issuer}&digits=6");
    }

    /// <summary>Turns it on for who shows a right code.</summary>
    /// <returns>The codes for a lost telephone, shown once; null when the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(Account account, string code)
    {
        if (!await IsRightAsync(account, code.Replace(" ", "", StringComparison.Ordinal)))
        {
            return null;
        }

        await accounts.SetTwoFactorEnabledAsync(account, true);
        return [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []];
    }

    /// <summary>Turns it off, and forgets the secret.</summary>
    public async Task TurnOffAsync(Account account)
    {
        await accounts.SetTwoFactorEnabledAsync(account, false);
        await accounts.ResetAuthenticatorKeyAsync(account);
    }

    private async Task<bool> IsRightAsync(Account account, string code)
    {
        if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code))
        {
            return account.TwoFactorEnabled && (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;
        }

        // A code is good for some minutes and for one use: who looked over a shoulder comes too late.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Id}|{code}")));
        if (await accounts.GetAuthenticationTokenAsync(account, Provider, LastCode) == digest)
        {
            return false;
        }

        return (await accounts.SetAuthenticationTokenAsync(account, Provider, LastCode, digest)).Succeeded;
    }

    private string? Read(string ticket)
    {
        try
        {
            var parts = _tickets.Unprotect(ticket).Split('|', 2);
            var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture));
            return until > time.GetUtcNow() ? parts[1] : null;
        }
        catch (CryptographicException)
        {
            return null; // Not one of ours.
        }
    }
}
