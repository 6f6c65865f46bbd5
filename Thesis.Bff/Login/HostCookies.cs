using Microsoft.AspNetCore.Authentication.Cookies;

namespace Thesis.Bff.Login;

/// <summary>
/// Over https the session's cookie has the prefix <c>__Host-</c>: browsers then take it only from this very host, for every path and
/// securely, so that no neighbouring site can plant another one. Over plain http, on a developer's machine, no browser would keep it.
/// </summary>
internal sealed class HostCookies : ICookieManager
{
    private const string Prefix = "__Host-";

    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, Whole(context, options));

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        _cookies.DeleteCookie(context, Name(context, key), Whole(context, options));

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;

    private static CookieOptions Whole(HttpContext context, CookieOptions options) => context.Request.IsHttps
        ? new CookieOptions(options) { Domain = null, Path = "/", Secure = true }
        : options;
}
