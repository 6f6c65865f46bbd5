using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>Refuses passwords that are known to everybody (<c>Identity__BreachedPasswords</c>, a file with one a line), and those made of the account's own name.</summary>
internal sealed class BreachedPasswords(IOptions<ProviderOptions> options) : IPasswordValidator<Account>
{
    private const int Least = 4;

    private readonly FrozenSet<string> _known = options.Value.BreachedPasswords is { Length: > 0 } file
        ? File.ReadLines(file).Select(line => line.Trim()).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        : [];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var text = password ?? "";
        if (_known.Contains(text))
        {
            return Refuse("This password is on the lists that attackers try first. Choose another one.");
        }

        var isOwnName = new[] { user.UserName, user.Email?.Split('@')[0], user.DisplayName }
            .Any(name => name is { Length: >= Least } && text.Contains(name, StringComparison.OrdinalIgnoreCase));
        return isOwnName ? Refuse("The password holds your name or address. Choose another one.") : Task.FromResult(IdentityResult.Success);
    }

    private static Task<IdentityResult> Refuse(string description) =>
        Task.FromResult(IdentityResult.Failed(new IdentityError { Code = nameof(BreachedPasswords), Description = description }));
}
