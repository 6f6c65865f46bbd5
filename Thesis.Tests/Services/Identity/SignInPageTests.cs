using System.Net;
using System.Text.RegularExpressions;

namespace Thesis.Services.Tests.Identity;

/// <summary>The form, and who guesses at it.</summary>
public partial class SignInPageTests(SignInPageTests.FewAttempts host) : IClassFixture<SignInPageTests.FewAttempts>
{
    private const string Page = "/account/sign-in";

    [Fact]
    public async Task An_unknown_name_a_wrong_password_and_a_locked_account_are_answered_alike()
    {
        using var visitor = new Visitor(host);
        for (var i = 0; i < FewAttempts.Most; i++)
        {
            using var wrong = await visitor.SubmitAsync(Page, "donor1", "wrong");
        }

        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (login, password) in new[] { ("nobody", "wrong"), ("donor2", "wrong"), ("donor1", "wrong"), ("donor1", host.Password) })
        {
            using var answer = await visitor.SubmitAsync(Page, login, password);
            var html = await answer.Content.ReadAsStringAsync();
            answers.Add((answer.StatusCode, Token().Replace(html, "").Replace($"value=\"{login}\"", "", StringComparison.Ordinal)));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0].Item1);
        Assert.Contains("is not right", answers[0].Item2, StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_locked_account_opens_again_when_its_time_has_passed()
    {
        using var visitor = new Visitor(host);
        for (var i = 0; i < FewAttempts.Most; i++)
        {
            using var wrong = await visitor.SubmitAsync(Page, "donor3", "wrong");
        }

        using var locked = await visitor.SubmitAsync(Page, "donor3", host.Password);
        host.Time.Advance(TimeSpan.FromMinutes(6));
        using var open = await visitor.SubmitAsync(Page, "donor3", host.Password);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Redirect), (locked.StatusCode, open.StatusCode));
    }

    [Fact]
    public async Task Each_time_an_account_is_locked_for_twice_as_long_until_its_owner_is_back()
    {
        using var visitor = new Visitor(host);
        foreach (var minutes in (int[])[5, 10, 20])
        {
            for (var i = 0; i < FewAttempts.Most; i++)
            {
                using var wrong = await visitor.SubmitAsync(Page, "donor8", "wrong");
            }

            host.Time.Advance(TimeSpan.FromMinutes(minutes - 1));
            using var locked = await visitor.SubmitAsync(Page, "donor8", host.Password);
            Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
            host.Time.Advance(TimeSpan.FromMinutes(2));
        }

        using var back = await visitor.SubmitAsync(Page, "donor8", host.Password);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        for (var i = 0; i < FewAttempts.Most; i++)
        {
            using var wrong = await visitor.SubmitAsync(Page, "donor8", "wrong");
        }

        host.Time.Advance(TimeSpan.FromMinutes(6));
        using var afterFive = await visitor.SubmitAsync(Page, "donor8", host.Password);
        Assert.Equal(HttpStatusCode.Redirect, afterFive.StatusCode);
    }

    [Fact]
    public async Task Guesses_at_the_same_time_count_each()
    {
        using var visitor = new Visitor(host);
        // The cookie that guards the form, which the guesses share.
        using var form = await visitor.GetAsync(Page);

        await Task.WhenAll(Enumerable.Range(0, FewAttempts.Most * 3).Select(async _ =>
        {
            // A browser each: the forms of one would overwrite each other's cookie.
            using var guesser = new Visitor(host);
            using var wrong = await guesser.SubmitAsync(Page, "donor4", "wrong");
        }));

        using var right = await visitor.SubmitAsync(Page, "donor4", host.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, right.StatusCode);
    }

    [Fact]
    public async Task The_right_password_forgets_the_wrong_ones()
    {
        using var visitor = new Visitor(host);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < FewAttempts.Most - 1; i++)
            {
                using var wrong = await visitor.SubmitAsync(Page, "donor5", "wrong");
            }

            using var right = await visitor.SubmitAsync(Page, " Donor5 ", host.Password);
            Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task After_the_form_nobody_is_led_to_another_site(string returnUrl)
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.SubmitAsync($"{Page}?returnUrl={Uri.EscapeDataString(returnUrl)}", "donor6", host.Password);

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_form_that_another_site_sends_signs_nobody_in()
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.PostAsync(Page, ("login", "donor7"), ("password", host.Password));

        Assert.Equal(Page, answer.Headers.Location?.ToString());
        using var after = await visitor.GetAsync(visitor.AuthorizePath(("prompt", "none")));
        Assert.Contains("error=login_required", after.Headers.Location?.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_is_too_long_gets_as_far_as_the_password()
    {
        using var visitor = new Visitor(host);

        using var longName = await visitor.SubmitAsync(Page, new string('x', 101), host.Password);
        using var hugeForm = await visitor.SubmitAsync(Page, "donor7", new string('x', 100_000));

        Assert.Equal(HttpStatusCode.Unauthorized, longName.StatusCode);
        Assert.Equal(Page, hugeForm.Headers.Location?.ToString());
    }

    [Fact]
    public async Task What_was_typed_comes_back_as_text()
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.SubmitAsync(Page, "\"><script>alert(1)</script>", "wrong");

        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_trusts_nothing_and_is_not_kept()
    {
        using var visitor = new Visitor(host);

        using var answer = await visitor.GetAsync(Page);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        using var style = await visitor.GetAsync("/account/style.css");
        Assert.Equal("text/css", style.Content.Headers.ContentType?.MediaType);
    }

    [GeneratedRegex("""(?<="__RequestVerificationToken" type="hidden" value=")[^"]+""")]
    private static partial Regex Token();

    public sealed class FewAttempts : IdentityHost
    {
        public const int Most = 3;

        public FewAttempts() => Settings = new() { ["Identity:LockoutAfter"] = "3" };
    }
}
