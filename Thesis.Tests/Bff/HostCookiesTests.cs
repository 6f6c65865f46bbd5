using Microsoft.AspNetCore.Http;
using Thesis.Bff.Login;

namespace Thesis.Bff.Tests;

/// <summary>The session's cookie belongs to this very host.</summary>
public sealed class HostCookiesTests
{
    private readonly HostCookies _cookies = new();

    [Fact]
    public void Over_https_no_other_site_can_set_it()
    {
        var context = Context("https");

        _cookies.AppendResponseCookie(context, "thesis", "key", new CookieOptions { Path = "/base", Domain = "example.org", HttpOnly = true });

        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith("__Host-thesis=key;", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/;", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Over_https_one_without_the_prefix_is_nobodys()
    {
        var context = Context("https");
        context.Request.Headers.Cookie = "thesis=planted";
        Assert.Null(_cookies.GetRequestCookie(context, "thesis"));

        context.Request.Headers.Cookie = "thesis=planted; __Host-thesis=key";
        Assert.Equal("key", _cookies.GetRequestCookie(context, "thesis"));
    }

    [Fact]
    public void Over_http_on_a_developers_machine_it_has_its_plain_name()
    {
        var context = Context("http");
        context.Request.Headers.Cookie = "thesis=key";
        Assert.Equal("key", _cookies.GetRequestCookie(context, "thesis"));

        _cookies.DeleteCookie(context, "thesis", new CookieOptions());
        Assert.StartsWith("thesis=;", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }

    private static DefaultHttpContext Context(string scheme)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        return context;
    }
}
