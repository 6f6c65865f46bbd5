using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// Whether a name and a password belong together. An unknown name, a wrong password and a locked account are answered
/// alike and after the same work: one counted attempt and one hash.
/// </summary>
internal sealed class PasswordCheck(
    IdentityDatabase database, UserManager<Account> accounts, IPasswordHasher<Account> hasher, IOptions<ProviderOptions> options, TimeProvider time)
{
    private static string? decoy;

    /// <summary>The account; null when it is not to be let in.</summary>
    public async Task<Account?> FindAsync(string name, string password, CancellationToken cancellationToken)
    {
        var mayTry = await CountAttemptAsync(name, cancellationToken);
        if (mayTry && await accounts.FindByNameAsync(name) is { PasswordHash: not null } account)
        {
            if (!await accounts.CheckPasswordAsync(account, password))
            {
                return null;
            }

            // Where a code follows, guessing it counts on.
            if (!account.TwoFactorEnabled)
            {
                await ForgetAttemptsAsync(account.Id, cancellationToken);
            }

            return account;
        }

        hasher.VerifyHashedPassword(new(), decoy ??= hasher.HashPassword(new(), Guid.NewGuid().ToString()), password);
        return null;
    }

    /// <summary>Counts before the password is looked at, in one statement: attempts at the same time count each. False when the account is locked or unknown.</summary>
    public async Task<bool> CountAttemptAsync(string name, CancellationToken cancellationToken)
    {
        var (now, most) = (time.GetUtcNow(), options.Value.LockoutAfter);
        var (first, longest) = (options.Value.LockoutFor, options.Value.LockoutLongest);
        var normalized = accounts.NormalizeName(name);
        return await database.Database.ExecuteSqlAsync($"""
            update identity.accounts set
                lockout_end = case when access_failed_count + 1 >= {most} then {now} + least({longest}, {first} * power(2, least(lockouts, 16))) end,
                lockouts = case when access_failed_count + 1 >= {most} then lockouts + 1 else lockouts end,
                access_failed_count = case when access_failed_count + 1 >= {most} then 0 else access_failed_count + 1 end
            where normalized_user_name = {normalized} and (lockout_end is null or lockout_end <= {now})
            """, cancellationToken) > 0;
    }

    /// <summary>Somebody was right.</summary>
    public Task<int> ForgetAttemptsAsync(string id, CancellationToken cancellationToken) =>
        database.Users.Where(account => account.Id == id).ExecuteUpdateAsync(
            set => set
                .SetProperty(account => account.AccessFailedCount, 0)
                .SetProperty(account => account.Lockouts, 0)
                .SetProperty(account => account.LockoutEnd, (DateTimeOffset?)null),
            cancellationToken);
}
