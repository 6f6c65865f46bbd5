using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;

namespace Thesis.Services.Identity.Data;

/// <summary>What a browser is asked to make or to show a passkey with.</summary>
/// <param name="Options">For <c>navigator.credentials</c>.</param>
/// <param name="Ticket">Comes back with the answer.</param>
internal sealed record PasskeyPrompt(JsonElement Options, string Ticket);

/// <summary>
/// Passkeys (WebAuthn): keys that a device keeps and shows only to this site, after its owner has proved to be there. What the browser was
/// asked stands in a sealed ticket; a ticket older than the last that was accepted is a replay.
/// </summary>
internal sealed class Passkeys(
    IPasskeyHandler<Account> handler, AccountTransaction transaction, CommandContext command, UserManager<Account> accounts, AccountMails mails,
    IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Passkeys that an account may have.</summary>
    public const int Most = 10;

    public const int MostName = 60;

    private const string Provider = "thesis";
    private const string LastTicket = "last_passkey";

    private readonly SealedTickets _new = new(protection, time, "new passkey");
    private readonly SealedTickets _known = new(protection, time, "passkey");

    public async Task<IReadOnlyList<UserPasskeyInfo>> OfAsync(Account account) =>
        [.. (await accounts.GetPasskeysAsync(account)).OrderBy(passkey => passkey.CreatedAt)];

    /// <summary>Asks the browser to make one.</summary>
    public async Task<PasskeyPrompt> AskForNewAsync(Account account, HttpContext context)
    {
        var entity = new PasskeyUserEntity { Id = account.Id, Name = account.UserName ?? account.Id, DisplayName = account.DisplayName };
        var asked = await handler.MakeCreationOptionsAsync(entity, context);
        return new PasskeyPrompt(Json(asked.CreationOptionsJson), _new.Seal($"{account.Id}|{asked.AttestationState}"));
    }

    /// <summary>Keeps one that the browser made, and writes to its owner.</summary>
    /// <returns>False when it is not what was asked for, or the account has as many as it may.</returns>
    public async Task<bool> AddAsync(Account account, string? ticket, string? credential, string name, HttpContext context, CancellationToken cancellationToken)
    {
        if (_new.Open(ticket) is not { } asked || asked.Text.Split('|', 2) is not [var id, var state] || id != account.Id || credential is null)
        {
            return false;
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.Id)
        {
            return false;
        }

        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await accounts.FindByIdAsync(account.Id) is not { } owner || (await accounts.GetPasskeysAsync(owner)).Count >= Most)
        {
            return false;
        }

        result.Passkey.Name = name;
        if (!(await accounts.AddOrUpdatePasskeyAsync(owner, result.Passkey)).Succeeded)
        {
            return false;
        }

        await mails.PasskeyAsync(command, owner, name, isNew: true, cancellationToken);
        command.Audit("account.passkey_added", owner.Id);
        await command.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Forgets one, and writes to its owner.</summary>
    public async Task RemoveAsync(Account account, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await accounts.FindByIdAsync(account.Id) is { } owner && await accounts.GetPasskeyAsync(owner, credentialId) is { } passkey)
        {
            (await accounts.RemovePasskeyAsync(owner, credentialId)).OrThrow();
            await mails.PasskeyAsync(command, owner, passkey.Name ?? "", isNew: false, cancellationToken);
            command.Audit("account.passkey_removed", owner.Id);
            await command.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Asks the browser to show one that it has for this site, whosever it is.</summary>
    public async Task<PasskeyPrompt> AskAsync(HttpContext context)
    {
        var asked = await handler.MakeRequestOptionsAsync(null, context);
        return new PasskeyPrompt(Json(asked.RequestOptionsJson), _known.Seal(asked.AssertionState ?? ""));
    }

    /// <summary>Whose passkey was shown; null when it is none, was shown before, or its owner is suspended.</summary>
    public async Task<Account?> FindAsync(string? ticket, string? credential, HttpContext context)
    {
        if (_known.Open(ticket) is not var (state, at) || credential is null)
        {
            return null;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || result.User is not { } account || account.IsSuspended)
        {
            return null;
        }

        var ticks = at.UtcTicks.ToString("d20", CultureInfo.InvariantCulture);
        var isReplay = await accounts.GetAuthenticationTokenAsync(account, Provider, LastTicket) is { } last && string.CompareOrdinal(ticks, last) <= 0;
        return !isReplay
            && (await accounts.SetAuthenticationTokenAsync(account, Provider, LastTicket, ticks)).Succeeded
            && (await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded
                ? account
                : null;
    }

    private static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
