using Microsoft.AspNetCore.Authentication;
using Thesis.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Thesis.Bff.Proxy;

/// <summary>Which service answers which path. What is not listed here is not public.</summary>
internal static class ServiceRoutes
{
    private static readonly TimeSpan LeftOutFor = TimeSpan.FromSeconds(10);

    private const long ImportLimitBytes = 50L * 1024 * 1024;

    // Path segment under /api/v1 → the service that owns it.
    private static readonly (string Segment, string Service)[] Collections =
    [
        ("membership-requests", "identity"),
        ("members", "identity"),
        ("invitations", "identity"),
        ("organisations", "identity"),
        ("mailbox", "identity"),
        ("me", "users"),
        ("regions", "regions"),
        ("notifications", "notifications"),
        ("chat", "chat"),
        ("donors", "donors"),
        ("ngos", "ngos"),
        ("donations", "donations"),
        ("donation-templates", "donations"),
        ("calendars", "donations"),
        ("impact", "donations"),
        ("receipts", "donations"),
        ("reports", "donations"),
        ("allocation-runs", "allocation"),
        ("allocation-strategies", "allocation"),
        ("fairness", "allocation"),
        ("orders", "orders"),
        ("drivers", "drivers"),
    ];

    public static void AddServiceRoutes(this WebApplicationBuilder builder) => builder.Services
        .AddReverseProxy()
        .LoadFromMemory([.. Routes()], [.. Clusters()])
        .AddServiceDiscoveryDestinationResolver()
        .AddTransforms(context =>
        {
            context.AddRequestHeaderRemove(Csrf.CsrfProtection.Header);
            if (IdentityRoutes.IsOne(context.Route))
            {
                IdentityRoutes.AddTransforms(context);
                return;
            }

            context.AddRequestHeaderRemove("Cookie");
            context.AddRequestTransform(AttachAccessTokenAsync);
        });

    public static void MapServiceRoutes(this WebApplication app) => app.MapReverseProxy(proxy =>
    {
        proxy.Use(RetryElsewhere.InvokeAsync);
        proxy.UseLoadBalancing();
        proxy.UsePassiveHealthChecks();
    });

    private static IEnumerable<RouteConfig> Routes()
    {
        foreach (var (segment, service) in Collections)
        {
            yield return Route(segment, $"/api/v1/{segment}/{{**rest}}", service);
        }

        foreach (var service in Collections.Select(route => route.Service).Distinct())
        {
            yield return Route($"audit-{service}", $"/api/v1/audit/{service}", service);
            yield return Route($"dead-letters-{service}", $"/api/v1/dead-letters/{service}/{{**rest}}", service);
        }

        foreach (var service in (string[])["donors", "ngos"])
        {
            yield return Route($"{service}-import", $"/api/v1/{service}/import", service) with { MaxRequestBodySize = ImportLimitBytes, Order = -1 };
        }

        // Calendar programs cannot sign in: the secret in the address is what lets them read.
        yield return Route("calendar-feeds", "/api/v1/calendars/feed/{**rest}", "donations") with { AuthorizationPolicy = "anonymous", Order = -1 };
        // Mailboxes unsubscribe their owners by themselves: the signature in the address is what lets them.
        yield return Route("unsubscribe", "/unsubscribe/{token}", "notifications") with { AuthorizationPolicy = "anonymous", RateLimiterPolicy = Limits.RateLimits.Logins };
        yield return Route("hubs", "/hubs/{**rest}", "realtime");
        foreach (var route in IdentityRoutes.All())
        {
            yield return route;
        }
    }

    private static RouteConfig Route(string id, string path, string service) => new()
    {
        RouteId = id,
        ClusterId = service,
        AuthorizationPolicy = Policies.SignedIn,
        Match = new RouteMatch { Path = path },
    };

    private static IEnumerable<ClusterConfig> Clusters() =>
        Collections.Select(route => route.Service).Append("realtime").Append(IdentityRoutes.Cluster).Distinct().Select(service => new ClusterConfig
        {
            ClusterId = service,
            Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
            // A replica that does not answer is left out for a while; when none answers, all are tried.
            HealthCheck = new HealthCheckConfig
            {
                AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
                Passive = new PassiveHealthCheckConfig { Enabled = true, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate, ReactivationPeriod = LeftOutFor },
            },
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) },
        });

    private static async ValueTask AttachAccessTokenAsync(RequestTransformContext context)
    {
        var token = await context.HttpContext.GetTokenAsync("access_token");
        context.ProxyRequest.Headers.Authorization = token is null ? null : new("Bearer", token);
    }
}
