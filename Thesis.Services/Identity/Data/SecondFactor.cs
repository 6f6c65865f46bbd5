using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// The code besides the password: of an authenticator app (RFC 6238), from the list kept for a lost telephone, or mailed. Between
/// password and code the browser carries a sealed ticket that says whose password was right.
/// </summary>
internal sealed class SecondFactor(
    UserManager<Account> accounts, IUserStore<Account> store, PasswordCheck passwords, MailedCodes mailed, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Provider = "thesis";
    private const string LastCode = "last_code";
    private const string Issuer = "thesis";
    private const int RecoveryCodes = 8;

    private readonly SealedTickets _tickets = new(protection, time, "second factor");
    private readonly SealedTickets _keys = new(protection, time, "authenticator key") { Life = TimeSpan.FromMinutes(30) };

    private IUserAuthenticatorKeyStore<Account> Keys => (IUserAuthenticatorKeyStore<Account>)store;

    /// <summary>Whether the account's codes come from an app; else they are mailed.</summary>
    public async Task<bool> HasAppAsync(Account account) => await accounts.GetAuthenticatorKeyAsync(account) is { Length: > 0 };

    /// <summary>A ticket for who gave the right password. Where codes are mailed, one is on its way.</summary>
    public async Task<string> AskAsync(Account account, CancellationToken cancellationToken)
    {
        if (!await HasAppAsync(account))
        {
            await mailed.SendAsync(account, MailedCodes.SecondFactor, cancellationToken);
        }

        return _tickets.Seal(account.Id);
    }

    /// <summary>The account of a ticket whose code is right; null for any other. Each attempt counts as one with a password does.</summary>
    public async Task<Account?> FindAsync(string ticket, string code, CancellationToken cancellationToken)
    {
        if (_tickets.Open(ticket) is not var (id, _)
            || await accounts.FindByIdAsync(id) is not { UserName: { } name } account
            || !await passwords.CountAttemptAsync(name, cancellationToken)
            || !await IsRightAsync(account, Digits(code)))
        {
            return null;
        }

        await passwords.ForgetAttemptsAsync(account.Id, cancellationToken);
        return account;
    }

    /// <summary>The account that a ticket is of, to show the form again; null when the ticket is none.</summary>
    public async Task<Account?> HolderAsync(string ticket) => _tickets.Open(ticket) is var (id, _) ? await accounts.FindByIdAsync(id) : null;

    /// <summary>A secret for an app to take up. Nothing is stored: it counts once a code of it is shown with the sealed form.</summary>
    public (string Key, string Sealed) NewKey(Account account)
    {
        var key = accounts.GenerateNewAuthenticatorKey();
        return (key, _keys.Seal($"{account.Id}|{key}"));
    }

    /// <summary>The secret in a sealed form that was made for the account; null when it is none.</summary>
    public string? KeyOf(Account account, string? sealedKey) =>
        _keys.Open(sealedKey) is var (text, _) && text.Split('|', 2) is [var id, var key] && id == account.Id ? key : null;

    /// <summary>What a QR code says of a key.</summary>
    public static string AddressOf(Account account, string key) =>
        $"otpauth://totp/{Issuer}:{Uri.EscapeDataString(account.UserName ?? "")}?secret={key}&issuer={Issuer}&digits=6";

    /// <summary>Turns codes of an app on for who shows a right one.</summary>
    /// <returns>The codes for a lost telephone, shown once; null when the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(Account account, string key, string code, CancellationToken cancellationToken)
    {
        await Keys.SetAuthenticatorKeyAsync(account, key, cancellationToken);
        if (!await accounts.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, Digits(code)))
        {
            return null; // The key was not saved.
        }

        (await accounts.SetTwoFactorEnabledAsync(account, true)).OrThrow();
        await IsRightAsync(account, Digits(code)); // Used now: it does not sign in.
        return [.. await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes) ?? []];
    }

    /// <summary>Turns mailed codes on.</summary>
    public async Task TurnOnMailAsync(Account account, CancellationToken cancellationToken)
    {
        await Keys.SetAuthenticatorKeyAsync(account, "", cancellationToken);
        (await accounts.SetTwoFactorEnabledAsync(account, true)).OrThrow();
    }

    /// <summary>Turns it off, and forgets the secret.</summary>
    public async Task TurnOffAsync(Account account, CancellationToken cancellationToken)
    {
        await Keys.SetAuthenticatorKeyAsync(account, "", cancellationToken);
        (await accounts.SetTwoFactorEnabledAsync(account, false)).OrThrow();
    }

    private async Task<bool> IsRightAsync(Account account, string code)
    {
        if (!await HasAppAsync(account))
        {
            return await mailed.RedeemAsync(account, MailedCodes.SecondFactor, code);
        }

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

    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal);
}
