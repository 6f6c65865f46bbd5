using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Identity;

/// <summary>A code besides the password.</summary>
public partial class SecondFactorTests(SecondFactorTests.FewAttempts host) : IClassFixture<SecondFactorTests.FewAttempts>
{
    [Fact]
    public async Task Signing_in_takes_a_code_once_it_is_turned_on_and_each_code_once()
    {
        using var kim = new Newcomer(host);
        var (key, _) = await TurnOnAsync(kim);
        using var passwordAlone = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        var form = await passwordAlone.Content.ReadAsStringAsync();
        Assert.Contains("Enter the code", form, StringComparison.Ordinal);
        Assert.False(await IsSignedInAsync(kim));

        var code = Code(key, host.Time.GetUtcNow() + TimeSpan.FromSeconds(30));
        using var right = await EnterAsync(kim, form, code);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        Assert.True(await IsSignedInAsync(kim));

        using var shoulder = new Newcomer(host) { Email = kim.Email };
        using var passwordAgain = await shoulder.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var replayed = await EnterAsync(shoulder, await passwordAgain.Content.ReadAsStringAsync(), code);
        Assert.Equal(HttpStatusCode.Unauthorized, replayed.StatusCode);
    }

    [Fact]
    public async Task A_code_that_was_kept_lets_in_once_without_the_telephone()
    {
        using var kim = new Newcomer(host);
        var (_, kept) = await TurnOnAsync(kim);
        using var first = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var right = await EnterAsync(kim, await first.Content.ReadAsStringAsync(), kept[0]);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);

        using var second = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var again = await EnterAsync(kim, await second.Content.ReadAsStringAsync(), kept[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account_though_the_password_is_right_each_time()
    {
        using var kim = new Newcomer(host);
        var (key, _) = await TurnOnAsync(kim);
        for (var i = 0; i < FewAttempts.Most; i++)
        {
            using var password = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
            using var wrong = await EnterAsync(kim, await password.Content.ReadAsStringAsync(), "000000");
        }

        using var locked = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.NotEmpty(key);
    }

    [Fact]
    public async Task A_wrong_code_does_not_turn_it_on()
    {
        using var kim = new Newcomer(host);
        await kim.JoinAsync();
        using var signedIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);

        using var page = await kim.Browser.GetAsync("/account");
        var shown = await page.Content.ReadAsStringAsync();
        using var wrong = await kim.SubmitAsync("/account", "/account?handler=CodeOn", ("sealedKey", Sealed().Match(shown).Value), ("code", "123"));
        var again = await wrong.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("This code is not right", again, StringComparison.Ordinal);
        Assert.Equal(Key().Match(shown).Value, Key().Match(again).Value);
        using var signIn = await new Visitor(host).SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        Assert.Equal(HttpStatusCode.Redirect, signIn.StatusCode);
    }

    [Fact]
    public async Task A_key_that_was_shown_to_somebody_else_is_not_taken()
    {
        using var kim = new Newcomer(host);
        using var eve = new Newcomer(host);
        await kim.JoinAsync();
        await eve.JoinAsync();
        using var kimIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        using var eveIn = await eve.Browser.SubmitAsync("/account/sign-in", eve.Email, Newcomer.Password);
        using var page = await eve.Browser.GetAsync("/account");
        var shown = await page.Content.ReadAsStringAsync();
        var code = Code(Base32(Key().Match(shown).Value), host.Time.GetUtcNow());

        using var answer = await kim.SubmitAsync("/account", "/account?handler=CodeOn", ("sealedKey", Sealed().Match(shown).Value), ("code", code));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<(byte[] Key, IReadOnlyList<string> Kept)> TurnOnAsync(Newcomer kim)
    {
        await kim.JoinAsync();
        using var signedIn = await kim.Browser.SubmitAsync("/account/sign-in", kim.Email, Newcomer.Password);
        var on = await TurnOnAppAsync(kim);
        using var signedOut = await kim.SubmitAsync("/account", "/account?handler=SignOutEverywhere");
        return on;
    }

    /// <summary>Turns the codes of an app on for somebody who is signed in. Codes go by the real clock.</summary>
    internal static async Task<(byte[] Key, IReadOnlyList<string> Kept)> TurnOnAppAsync(Newcomer kim)
    {
        using var page = await kim.Browser.GetAsync("/account");
        var shown = await page.Content.ReadAsStringAsync();
        var key = Base32(Key().Match(shown).Value);
        using var on = await kim.SubmitAsync("/account", "/account?handler=CodeOn", ("sealedKey", Sealed().Match(shown).Value), ("code", Code(key, DateTimeOffset.UtcNow)));
        var html = WebUtility.HtmlDecode(await on.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, on.StatusCode);
        return (key, [.. Kept().Matches(html).Select(m => m.Value)]);
    }

    private static Task<HttpResponseMessage> EnterAsync(Newcomer kim, string form, string code) =>
        kim.Browser.PostAsync("/account/sign-in?handler=Code", [.. SignInForm.Hidden(form).Select(f => (f.Key, f.Value)), ("code", code)]);

    private static async Task<bool> IsSignedInAsync(Newcomer kim)
    {
        using var answer = await kim.Browser.GetAsync(kim.Browser.AuthorizePath(("prompt", "none")));
        return !(answer.Headers.Location?.Query.Contains("login_required", StringComparison.Ordinal) ?? true);
    }

    /// <summary>RFC 6238 with SHA-1, six digits, 30 s, as apps have it.</summary>
    private static string Code(byte[] key, DateTimeOffset at)
    {
        var counter = BitConverter.GetBytes(at.ToUnixTimeSeconds() / 30);
        Array.Reverse(counter);
#pragma warning disable CA5350 // What the standard says.
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
        return $"{number % 1_000_000:d6}";
    }

    private static byte[] Base32(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bytes, buffer, bits) = (new List<byte>(), 0, 0);
        foreach (var c in text)
        {
            (buffer, bits) = (((buffer << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal)) & 0xFFFF, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }

    [GeneratedRegex("(?<=name=\"sealedKey\" value=\")[^\"]+")]
    private static partial Regex Sealed();

    [GeneratedRegex("(?<=<code>)[A-Z2-7]{16,}(?=</code>)")]
    private static partial Regex Key();

    [GeneratedRegex("(?<=<code>)[A-Z0-9-]{11}(?=</code>)")]
    private static partial Regex Kept();

    public sealed class FewAttempts : IdentityHost
    {
        public const int Most = 4;

        public FewAttempts() => Settings = new() { ["Identity:LockoutAfter"] = "4" };
    }
}
