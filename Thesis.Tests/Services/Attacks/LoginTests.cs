using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Tests.Identity;

namespace Thesis.Services.Tests.Attacks;

/// <summary>
/// Who guesses at the forms. That answers are alike is shown by the pages' own tests; here, that they cost the same. Hashes are counted:
/// they are nearly all the time that a form takes, and time itself would tell nothing on a busy machine.
/// </summary>
public sealed class LoginTests(LoginTests.CountingHost host) : IClassFixture<LoginTests.CountingHost>
{
    private const string Page = "/account/sign-in";

    [Fact]
    public async Task A_sign_in_costs_one_hash_whether_the_account_exists_is_locked_or_has_no_password()
    {
        await CostAsync(async () => await TryAsync("nobody", "wrong")); // The first one hashes a decoy.
        var unknown = await CostAsync(() => TryAsync("nobody-else", "wrong"));
        var wrong = await CostAsync(() => TryAsync("donor1", "wrong"));
        for (var i = 0; i < 10; i++)
        {
            await TryAsync("donor2", "wrong");
        }

        var locked = await CostAsync(() => TryAsync("donor2", host.Password));

        Assert.Equal((1, 1, 1), (unknown, wrong, locked));
    }

    [Fact]
    public async Task Signing_up_costs_one_hash_whether_the_address_has_an_account_or_not()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var again = new Newcomer(host) { Email = kim.Email };
        using var stranger = new Newcomer(host);

        var known = await CostAsync(async () => (await again.SignUpAsync()).Dispose());
        var unknown = await CostAsync(async () => (await stranger.SignUpAsync()).Dispose());

        Assert.Equal((1, 1), (known, unknown));
    }

    [Fact]
    public async Task One_password_tried_on_many_accounts_locks_none_and_opens_none()
    {
        for (var i = 1; i <= 8; i++)
        {
            await TryAsync($"ngo{i}", "password123");
        }

        using var owner = new Visitor(host);
        using var right = await owner.SubmitAsync(Page, "ngo1", host.Password);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
    }

    [Theory]
    [InlineData("SignOutEverywhere")]
    [InlineData("EndSession")]
    [InlineData("Password")]
    [InlineData("CodeOn")]
    [InlineData("CodeOff")]
    [InlineData("MailedCodes")]
    [InlineData("Ask")]
    public async Task A_form_of_the_account_that_another_site_sends_changes_nothing(string handler)
    {
        var (visitor, tokens) = await Visitor.SignedInAsync(host, "ngo7");

        using var forged = await visitor.PostAsync($"/account?handler={handler}", ("oldPassword", host.Password), ("newPassword", "eleven crates of leeks"), ("role", "donor"), ("region", "x"));

        Assert.Equal(HttpStatusCode.Redirect, forged.StatusCode);
        Assert.Equal($"/account?handler={handler}", forged.Headers.Location?.ToString());
        var next = await visitor.RefreshAsync(tokens);
        Assert.True(next.IsSuccessStatusCode);
        using var still = await new Visitor(host).SubmitAsync(Page, "ngo7", host.Password);
        Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
    }

    private async Task TryAsync(string login, string password)
    {
        using var visitor = new Visitor(host);
        using var answer = await visitor.SubmitAsync(Page, login, password);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<int> CostAsync(Func<Task> act)
    {
        var before = host.Hasher.Hashes;
        await act();
        return host.Hasher.Hashes - before;
    }

    public sealed class CountingHost : IdentityHost
    {
        internal CountingHasher Hasher { get; } = new();

        protected override void Replace(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton<IPasswordHasher<Account>>(Hasher));
    }

    /// <summary>Counts what costs time.</summary>
    internal sealed class CountingHasher : IPasswordHasher<Account>
    {
        private readonly PasswordHasher<Account> _hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));
        private int _hashes;

        public int Hashes => Volatile.Read(ref _hashes);

        public string HashPassword(Account user, string password)
        {
            Interlocked.Increment(ref _hashes);
            return _hasher.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _hashes);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
