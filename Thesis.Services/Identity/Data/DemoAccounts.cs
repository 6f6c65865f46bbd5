using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>
/// Accounts to try the product with: <c>donor1</c>…<c>donor8</c>, <c>ngo1</c>…<c>ngo8</c>, <c>driver1</c>…<c>driver32</c>,
/// <c>dispatcher</c> and <c>admin</c>, with the ids <c>user-donor1</c> and so on. They share one password, which is hashed once.
/// </summary>
internal sealed class DemoAccounts(
    IdentityDatabase database, IPasswordHasher<Account> hasher, ILookupNormalizer normalizer)
{
    private static readonly (string Name, string DisplayName, string Role)[] People =
    [
        .. Numbered("Donor", Roles.Donor, 8),
        .. Numbered("Charity", Roles.Ngo, 8),
        .. Numbered("Driver", Roles.Driver, 32),
        ("dispatcher", "Dispatcher", Roles.Dispatcher),
        ("admin", "Administrator", Roles.Admin),
    ];

    /// <summary>Adds those that are missing, and gives all of them the password if it has changed.</summary>
    public async Task SaveAsync(string password, CancellationToken cancellationToken)
    {
        var ids = People.Select(person => IdOf(person.Name)).ToArray();
        var hashes = await database.Users.Where(account => ids.Contains(account.Id))
            .ToDictionaryAsync(account => account.Id, account => account.PasswordHash, cancellationToken);
        if (hashes.Count < ids.Length)
        {
            await AddAsync(People.Where(person => !hashes.ContainsKey(IdOf(person.Name))), password, cancellationToken);
        }

        var changed = hashes.Values.FirstOrDefault() is { } hash
            && hasher.VerifyHashedPassword(new(), hash, password) == PasswordVerificationResult.Failed;
        if (changed)
        {
            await ChangePasswordAsync(ids, password, cancellationToken);
        }
    }

    private async Task AddAsync(IEnumerable<(string Name, string DisplayName, string Role)> people, string password, CancellationToken cancellationToken)
    {
        var roles = await database.Roles.ToDictionaryAsync(role => role.Name ?? "", role => role.Id, cancellationToken);
        var hash = hasher.HashPassword(new(), password);
        foreach (var (name, displayName, role) in people)
        {
            database.Add(new Account
            {
                Id = IdOf(name),
                UserName = name,
                NormalizedUserName = normalizer.NormalizeName(name),
                DisplayName = displayName,
                PasswordHash = hash,
                SecurityStamp = Guid.NewGuid().ToString("N"),
                LockoutEnabled = true,
            });
            database.Add(new IdentityUserRole<string> { UserId = IdOf(name), RoleId = roles[role] });
        }

        await database.SaveChangesAsync(cancellationToken);
    }

    private Task<int> ChangePasswordAsync(string[] ids, string password, CancellationToken cancellationToken)
    {
        var (hash, stamp) = (hasher.HashPassword(new(), password), Guid.NewGuid().ToString("N"));
        return database.Users.Where(account => ids.Contains(account.Id)).ExecuteUpdateAsync(
            set => set.SetProperty(account => account.PasswordHash, hash).SetProperty(account => account.SecurityStamp, stamp), cancellationToken);
    }

    private static string IdOf(string name) => $"user-{name}";

    private static IEnumerable<(string, string, string)> Numbered(string title, string role, int count) =>
        Enumerable.Range(1, count).Select(i => ($"{role}{i}", $"{title} {i}", role));
}
