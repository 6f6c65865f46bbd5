using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Messaging;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// The sign-ins of an account. A session begins when somebody proves who they are; the provider's cookie, the refresh tokens and the
/// front door's session carry its id and end with it.
/// </summary>
internal sealed class SignInSessions(
    AccountTransaction transaction, CommandContext command, UserManager<Account> accounts, SignInManager<Account> signIn, SessionStore store, TimeProvider time)
{
    private const int IdBytes = 16;

    /// <summary>Signs somebody in on this browser.</summary>
    /// <param name="method">How they proved who they are (RFC 8176).</param>
    public async Task BeginAsync(Account account, string userAgent, string? method, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        await using (await transaction.OpenAsync(account.Id, cancellationToken))
        {
            await SessionStore.AddAsync(command, id, account.Id, Device.Of(userAgent), cancellationToken);
            await command.CommitAsync(cancellationToken);
        }

        await signIn.SignInAsync(account, SignedIn.Now(time.GetUtcNow(), id), method);
    }

    public Task<IReadOnlyList<OpenSession>> OfAsync(Account account, CancellationToken cancellationToken) => store.OfAsync(account.Id, cancellationToken);

    /// <summary>Ends one.</summary>
    /// <returns>False when the account has no such session that goes on.</returns>
    public async Task<bool> EndAsync(string account, string id, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account, cancellationToken);
        if (await SessionStore.EndAsync(command, account, id, cancellationToken) == 0)
        {
            return false;
        }

        command.PublishSignedOut(account, id);
        command.Audit("account.signed_out", account);
        await command.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Ends all, on every device: cookies, refresh tokens, the front door's sessions and live connections.</summary>
    public async Task EndAllAsync(Account account, CancellationToken cancellationToken)
    {
        await using var work = await transaction.OpenAsync(account.Id, cancellationToken);
        if (await accounts.FindByIdAsync(account.Id) is { } owner)
        {
            (await accounts.UpdateSecurityStampAsync(owner)).OrThrow();
            await EndAllAsync(command, account.Id, cancellationToken);
            command.Audit("account.signed_out_everywhere", account.Id);
            await command.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Ends all within a command that has given the account a new stamp.</summary>
    public static async Task EndAllAsync(CommandContext command, string account, CancellationToken cancellationToken)
    {
        await SessionStore.EndAsync(command, account, null, cancellationToken);
        command.PublishSignedOut(account, "");
    }

    /// <summary>Lets in no cookie whose session has ended.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        await SecurityStampValidator.ValidatePrincipalAsync(context);
        var services = context.HttpContext.RequestServices;
        if (context.Principal is { } principal
            && !(SignedIn.Session(context.Properties) is { } id
                && services.GetRequiredService<UserManager<Account>>().GetUserId(principal) is { } account
                && await services.GetRequiredService<SessionStore>().IsOpenAsync(account, id, context.HttpContext.RequestAborted)))
        {
            context.RejectPrincipal();
            await services.GetRequiredService<SignInManager<Account>>().SignOutAsync();
        }
    }
}
