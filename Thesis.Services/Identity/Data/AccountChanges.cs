using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>What becomes of changes to accounts.</summary>
internal static class AccountChanges
{
    private const int MostPassword = 200;

    /// <returns>False when another account of this name was made meanwhile.</returns>
    public static async Task<bool> TryCreateAsync(this UserManager<Account> accounts, Account account, string password)
    {
        try
        {
            var result = await accounts.CreateAsync(account, password);
            if (result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName)))
            {
                return false;
            }

            result.OrThrow();
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    /// <returns>What is wrong with a password for the account; null when nothing is.</returns>
    public static async Task<string?> PasswordFaultAsync(this UserManager<Account> accounts, Account account, string password)
    {
        foreach (var validator in accounts.PasswordValidators)
        {
            if ((await validator.ValidateAsync(accounts, account, password)).Errors.FirstOrDefault() is { } error)
            {
                return error.Description;
            }
        }

        return password.Length > MostPassword ? $"The password must have at most {MostPassword} characters." : null;
    }

    /// <exception cref="InvalidOperationException">The change was not made, for a reason that was to be checked before.</exception>
    public static void OrThrow(this IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account was not written: {string.Join(", ", result.Errors.Select(e => e.Code))}.");
        }
    }
}
