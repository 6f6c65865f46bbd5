using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Thesis.ServiceDefaults;
using Thesis.Services.Access;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

/// <summary>An endpoint of the services with what can be known of it from its metadata.</summary>
public sealed class ApiEndpoint
{
    internal static readonly string[] AllRoles = [Roles.Dispatcher, Roles.Donor, Roles.Ngo, Roles.Driver, Roles.Service, Roles.Admin];

    private readonly RouteEndpoint endpoint;

    private ApiEndpoint(RouteEndpoint endpoint, IReadOnlyList<string> passing)
    {
        this.endpoint = endpoint;
        PassingRoles = passing;
    }

    public string Name => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName ?? Pattern;

    /// <summary>Its row in the table of who may do what.</summary>
    public string Action => endpoint.Metadata.GetMetadata<ActionMetadata>()?.Action ?? Pattern.TrimStart('/');

    public string Pattern => endpoint.RoutePattern.RawText ?? "";

    public HttpMethod Method => new(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0]);

    /// <summary>True for a method of another process's service.</summary>
    public bool IsGrpc => HasMetadata("GrpcMethodMetadata") && !Pattern.StartsWith("/grpc.", StringComparison.Ordinal);

    public bool IsRest => Pattern.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>True when it states a policy, or is open to all on purpose.</summary>
    public bool StatesWhoMayCall =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
        || endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => data.Policy is not null);

    public bool IsAnonymous => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>The roles that its policy lets in.</summary>
    public IReadOnlyList<string> PassingRoles { get; }

    public bool IsCommand => HasMetadata("CommandMetadata");

    public bool IsPaged => HasMetadata("PagedMetadata");

    public bool TakesJson => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true;

    /// <summary>True when the JSON body may be left out.</summary>
    public bool BodyIsOptional => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.IsOptional == true;

    /// <summary>The limit of its own on a body, bytes; null when the process's limit holds.</summary>
    public long? MostBytes => endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize;

    /// <summary>The kind of the id in its path; null when there is none.</summary>
    public Type? IdKind => endpoint.Metadata.GetMetadata<MethodInfo>()?.GetParameters()
        .Where(parameter => endpoint.RoutePattern.GetParameter(parameter.Name ?? "") is not null)
        .Select(parameter => parameter.ParameterType)
        .SingleOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))?.GenericTypeArguments[0];

    /// <summary>All endpoints of the services, in the order of their routes.</summary>
    public static async Task<IReadOnlyList<ApiEndpoint>> AllAsync(ServicesHost host)
    {
        var authorization = host.Services.GetRequiredService<IAuthorizationService>();
        var policies = host.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        var all = new List<ApiEndpoint>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            all.Add(await OfAsync(endpoint, authorization, policies));
        }

        return [.. all.OrderBy(one => one.Pattern, StringComparer.Ordinal)];
    }

    /// <summary>The path with <paramref name="id"/> in place of its id.</summary>
    public string PathWith(string? id) => Pattern.Replace("{id}", id ?? "somebody", StringComparison.Ordinal);

    /// <summary>Whether its policy lets in a caller who is signed in and has no role.</summary>
    public bool LetsInNewcomers { get; private init; }

    public override string ToString() => $"{Method} {Pattern} ({Name})";

    private bool HasMetadata(string typeName) => endpoint.Metadata.Any(one => one.GetType().Name == typeName);

    private static async Task<ApiEndpoint> OfAsync(RouteEndpoint endpoint, IAuthorizationService authorization, IAuthorizationPolicyProvider policies)
    {
        var stated = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
        var named = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policy = await AuthorizationPolicy.CombineAsync(policies, named, stated);
        var passing = new List<string>();
        foreach (var role in AllRoles)
        {
            if (await PassesAsync([role]))
            {
                passing.Add(role);
            }
        }

        return new ApiEndpoint(endpoint, passing) { LetsInNewcomers = await PassesAsync([]) };

        async Task<bool> PassesAsync(string[] roles)
        {
            Claim[] claims = [new Claim("sub", "somebody"), .. roles.Select(role => new Claim(Roles.ClaimType, role))];
            var user = new ClaimsPrincipal(new ClaimsIdentity(claims, "test", "name", Roles.ClaimType));
            return policy is not null && (await authorization.AuthorizeAsync(user, policy)).Succeeded;
        }
    }
}
