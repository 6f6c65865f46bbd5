using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenIddict.Server;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Api;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Pages;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity;

/// <summary>The identity service: accounts, and the OpenID provider that signs people in and gives processes their tokens.</summary>
public static class IdentityModule
{
    public const string Schema = "identity";

    private const string Cookie = "thesis_identity";

    public static void AddIdentity(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ProviderOptions>().BindConfiguration(ProviderOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.AddMigrations(Schema, typeof(IdentityModule).Assembly, "Thesis.Services.Identity.Data.Migrations");
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning);
        services.AddDbContext<IdentityDatabase>((provider, database) => database.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped<KeyStore>().AddScoped<Clients>().AddScoped<DemoAccounts>().AddScoped<PasswordCheck>();
        services.AddHostedService<IdentityStart>().AddHostedService<IdentityUpkeep>();
        AddKeys(builder);
        AddAccounts(services);
        AddProvider(services, new Uri(AuthenticationSettings.From(builder.Configuration).Issuer));
        AddPages(services);
    }

    public static void MapIdentity(WebApplication app)
    {
        app.MapPost("/connect/token", TokenEndpoint.ExchangeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/connect/userinfo", ["GET", "POST"], UserInfoEndpoint.GetAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(Stylesheet.Path, Stylesheet.Get).AllowAnonymous().ExcludeFromDescription();
        app.MapRazorPages();
    }

    private static void AddKeys(WebApplicationBuilder builder)
    {
        var keys = builder.Services.AddDataProtection().SetApplicationName("thesis-identity").PersistKeysToDbContext<IdentityDatabase>();
        var options = builder.Configuration.GetSection(ProviderOptions.Section).Get<ProviderOptions>();
        if (options?.KeyCertificate is { } file)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(file, options.KeyCertificatePassword));
        }

        builder.Services.AddSingleton<KeyRing>()
            .AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<KeyRing>());
    }

    private static void AddAccounts(IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<IdentityDatabase>()
            .AddSignInManager();
        services.AddAuthentication().AddIdentityCookies(cookies => cookies.ApplicationCookie?.Configure(cookie =>
        {
            cookie.Cookie.Name = Cookie;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = false;
        }));
    }

    private static void AddProvider(IServiceCollection services, Uri issuer)
    {
        services.AddSingleton<IStartupFilter>(new PublicAddress(issuer));
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDatabase>())
            .AddServer(server =>
            {
                server.SetIssuer(issuer)
                    // Browsers go to the public address; processes find the others where they read the metadata.
                    .SetAuthorizationEndpointUris(new Uri(issuer, "/connect/authorize"), new Uri("/connect/authorize", UriKind.Relative))
                    .SetEndSessionEndpointUris(new Uri(issuer, "/connect/logout"), new Uri("/connect/logout", UriKind.Relative))
                    .SetTokenEndpointUris("/connect/token")
                    .SetPushedAuthorizationEndpointUris("/connect/par")
                    .SetUserInfoEndpointUris("/connect/userinfo")
                    .SetJsonWebKeySetEndpointUris("/.well-known/jwks");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
                server.RegisterScopes(Scopes.Profile, Scopes.Roles, Scopes.OfflineAccess);
                server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1)).SetRefreshTokenReuseLeeway(TimeSpan.Zero).DisableAccessTokenEncryption();
                // TLS ends before this process.
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough()
                    .EnableEndSessionEndpointPassthrough()
                    .EnableTokenEndpointPassthrough()
                    .EnableUserInfoEndpointPassthrough()
                    .EnableErrorPassthrough()
                    .DisableTransportSecurityRequirement();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<IOptions<ProviderOptions>>((server, options) =>
        {
            server.AccessTokenLifetime = options.Value.AccessTokenLife;
            server.RefreshTokenLifetime = options.Value.RefreshTokenLife;
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddAntiforgery(options => options.Cookie.Name = $"{Cookie}_form");
        services.Configure<Microsoft.AspNetCore.Mvc.CookieTempDataProviderOptions>(options => options.Cookie.Name = $"{Cookie}_step");
        services.AddRazorPages(pages =>
            {
                pages.RootDirectory = "/Identity/Pages";
                pages.Conventions.AllowAnonymousToFolder("/").ConfigureFilter(new PageRules());
            })
            .AddApplicationPart(typeof(IdentityModule).Assembly);
    }
}
