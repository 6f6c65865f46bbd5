using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Thesis.Bff.Proxy;

/// <summary>
/// The identity provider's pages and endpoints, on the same origin as everything else. It sees its own cookies and the
/// caller's own credentials, never the session.
/// </summary>
internal static class IdentityRoutes
{
    public const string Cluster = "identity";

    private const string Cookies = "thesis_identity";

    private static readonly string[] Paths =
        ["/connect/{**rest}", "/account", "/account/{**rest}", "/.well-known/openid-configuration", "/.well-known/jwks"];

    public static IEnumerable<RouteConfig> All() =>
    [
        .. Paths.Select((path, index) => Route($"{Cluster}-{index}", new RouteMatch { Path = path })),
        // Guessing passwords, and having mails sent, is slowed down by address as well as by account.
        Route($"{Cluster}-forms", new RouteMatch { Path = "/account/{**rest}", Methods = ["POST"] }) with { RateLimiterPolicy = Limits.RateLimits.Logins, Order = -1 },
    ];

    /// <summary>Whether a route leads to the provider's pages; its API is an API like the others'.</summary>
    public static bool IsOne(RouteConfig route) => route.RouteId.StartsWith($"{Cluster}-", StringComparison.Ordinal);

    public static void AddTransforms(TransformBuilderContext context)
    {
        // It knows its own address by the host.
        context.AddOriginalHost();
        context.AddRequestTransform(KeepItsCookies);
        context.AddResponseTransform(PreferItsHeaders);
    }

    private static RouteConfig Route(string id, RouteMatch match) => new()
    {
        RouteId = id,
        ClusterId = Cluster,
        AuthorizationPolicy = "anonymous",
        Match = match,
    };

    private static ValueTask KeepItsCookies(RequestTransformContext context)
    {
        context.ProxyRequest.Headers.Remove("Cookie");
        var own = context.HttpContext.Request.Headers.Cookie
            .SelectMany(header => (header ?? "").Split(';', StringSplitOptions.TrimEntries))
            .Where(cookie => cookie.StartsWith(Cookies, StringComparison.Ordinal));
        if (string.Join("; ", own) is { Length: > 0 } cookies)
        {
            context.ProxyRequest.Headers.Add("Cookie", cookies);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Its pages are stricter than the shell; two policies side by side would only confuse.</summary>
    private static ValueTask PreferItsHeaders(ResponseTransformContext context)
    {
        if (context.ProxyResponse is { } answer)
        {
            foreach (var (name, values) in answer.Headers.Where(header => SecurityHeaders.Names.Contains(header.Key)))
            {
                context.HttpContext.Response.Headers[name] = values.ToArray();
            }
        }

        return ValueTask.CompletedTask;
    }
}
