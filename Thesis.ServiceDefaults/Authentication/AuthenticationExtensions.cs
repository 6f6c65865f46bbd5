using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Thesis.ServiceDefaults;

/// <summary>Registers token validation and the policies.</summary>
internal static class AuthenticationExtensions
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BackchannelTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Signatures with a public key only: a shared secret could be guessed or leaked.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256,
    ];

    public static IHostApplicationBuilder AddTokenAuthentication(this IHostApplicationBuilder builder)
    {
        var settings = AuthenticationSettings.From(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<IConfigurationManager<OpenIdConnectConfiguration>>(new IdentityProviderMetadata(settings, BackchannelTimeout));
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IConfigurationManager<OpenIdConnectConfiguration>>((options, metadata) => options.ConfigurationManager = metadata);
        builder.Services
            .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
            .AddJwtBearer(options => Configure(options, settings));
        builder.Services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(DenyByDefault())
            .AddPolicy(Policies.SignedIn, p => p.RequireAuthenticatedUser())
            .AddRolePolicy(Policies.Donor, Roles.Donor, Roles.Admin)
            .AddRolePolicy(Policies.Ngo, Roles.Ngo, Roles.Admin)
            .AddRolePolicy(Policies.Driver, Roles.Driver, Roles.Admin)
            .AddRolePolicy(Policies.Dispatcher, Roles.Dispatcher, Roles.Admin)
            .AddRolePolicy(Policies.Admin, Roles.Admin)
            .AddRolePolicy(Policies.Service, Roles.Service);
        return builder;
    }

    private static void Configure(JwtBearerOptions options, AuthenticationSettings settings)
    {
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = !settings.AuthorityMayBeHttp;
        options.BackchannelTimeout = BackchannelTimeout;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuers = settings.ValidIssuers,
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            ValidTypes = ["at+jwt"],
            ClockSkew = ClockSkew,
            NameClaimType = "name",
            RoleClaimType = Roles.ClaimType,
        };
    }

    private static AuthorizationBuilder AddRolePolicy(this AuthorizationBuilder builder, string policy, params string[] roles) =>
        builder.AddPolicy(policy, p => p.RequireAuthenticatedUser().RequireRole(roles));

    /// <summary>Denies every route that states no policy; lets through what is no route at all, which ends as 404, 405 or 415.</summary>
    private static AuthorizationPolicy DenyByDefault() =>
        new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
}
