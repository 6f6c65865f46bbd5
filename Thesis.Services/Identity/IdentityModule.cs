using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenIddict.Server;
using Thesis.Contracts;
using Thesis.Contracts.Accounts.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Api;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;
using Thesis.Services.Identity.Messaging;
using Thesis.Services.Identity.Pages;
using Thesis.Services.OpenApi;
using Thesis.Services.Shared.Mail;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Thesis.Services.Identity;

/// <summary>The identity service: accounts, and the OpenID provider that signs people in and gives processes their tokens.</summary>
public static class IdentityModule
{
    public const string Schema = "identity";

    private const string Tag = "Members";
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
        var issuer = new Uri(AuthenticationSettings.From(builder.Configuration).Issuer);
        AddAccounts(services, issuer);
        AddMembership(services);
        builder.AddEventConsumer(Schema, Schema, events => events
            .On<DonorCreated, OrganisationHandler>(Topics.DonorCreated)
            .On<DonorUpdated, OrganisationHandler>(Topics.DonorUpdated)
            .On<NgoCreated, OrganisationHandler>(Topics.NgoCreated)
            .On<NgoUpdated, OrganisationHandler>(Topics.NgoUpdated)
            .On<UserDeleted, UserDeletedHandler>(Topics.UserDeleted)
            .OnJob<AccountSignedOut, bool, BackChannelLogout>(Topics.AccountSignedOut, maxConcurrency: 4));
        services.AddHttpClient(BackChannelLogout.Client, client => client.Timeout = TimeSpan.FromSeconds(10));
        AddProvider(services, issuer);
        AddPages(services);
    }

    public static void MapIdentity(WebApplication app)
    {
        app.MapPost("/connect/token", TokenEndpoint.ExchangeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/connect/userinfo", ["GET", "POST"], UserInfoEndpoint.GetAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(PageFiles.StylePath, PageFiles.GetStyle).AllowAnonymous().ExcludeFromDescription();
        app.MapGet(PageFiles.ScriptPath, PageFiles.GetScript).AllowAnonymous().ExcludeFromDescription();
        app.MapRazorPages();
        app.MapGrpcService<AccountsGrpcService>();
        MapMembership(app);
    }

    private static void MapMembership(WebApplication app)
    {
        var requests = app.MapGroup("/api/v1/membership-requests");
        requests.MapGet("", MembershipEndpoints.ListAsync).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ListMembershipRequests", "Who asks to take part, the oldest first, once the address is confirmed; of a status or a region.")
            .Produces<Page<MembershipRequestResponse>>().Fails(400);
        requests.MapGet("/mine", MembershipEndpoints.MineAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListMyMembershipRequests", "What the caller has asked for, the latest first.")
            .Produces<IReadOnlyList<MembershipRequestResponse>>().Fails();
        requests.MapPost("/{id}/approve", MembershipEndpoints.ApproveAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ApproveMembershipRequest", "Gives the role that was asked for. Nobody decides on their own request.")
            .Produces<MembershipRequestResponse>().Fails(400, 404, 409, 413, 415, 422);
        requests.MapPost("/{id}/reject", MembershipEndpoints.RejectAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "RejectMembershipRequest", "Refuses what was asked for, with the reason, which is told.")
            .Produces<MembershipRequestResponse>().Fails(400, 404, 409, 413, 415, 422);

        var members = app.MapGroup("/api/v1/members");
        members.MapGet("", MemberEndpoints.ListAsync).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ListMembers", "Accounts with their roles; by name, address or role.")
            .Produces<Page<MemberResponse>>().Fails(400);
        members.MapPut("/{id}/roles", MemberEndpoints.SetRolesAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "SetMemberRoles", "Gives a member exactly these roles and ends its sign-ins. Nobody changes their own.")
            .Produces<MemberResponse>().Fails(400, 404, 409, 413, 415, 422);
        members.MapPost("/{id}/suspend", MemberEndpoints.SuspendAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "SuspendMember", "Keeps a member out and ends its sign-ins.")
            .Produces<MemberResponse>().Fails(400, 404, 409, 413, 415, 422);
        members.MapPost("/{id}/reinstate", MemberEndpoints.ReinstateAsync).AsCommand(Schema).RequireAuthorization(Policies.Admin)
            .Describe(Tag, "ReinstateMember", "Lets a suspended member in again.")
            .Produces<MemberResponse>().Fails(400, 404, 409, 413, 415, 422);

        app.MapGet("/api/v1/organisations", InvitationEndpoints.OrganisationsAsync).RequireAuthorization(Policies.SignedIn)
            .Describe(Tag, "ListMyOrganisations", "The donors and NGOs that the caller acts for, and as what.")
            .Produces<Page<OrganisationResponse>>().Fails(400);
        var invitations = app.MapGroup("/api/v1/invitations").RequireAuthorization(Policies.SignedIn);
        invitations.MapGet("", InvitationEndpoints.ListAsync)
            .Describe(Tag, "ListInvitations", "Invitations to the organisations that the caller manages, the latest first; all for dispatchers.")
            .Produces<Page<InvitationResponse>>().Fails(400);
        invitations.MapPost("", InvitationEndpoints.CreateAsync).AsCommand(Schema)
            .Describe(Tag, "CreateInvitation", "Mails somebody a link by which they begin to act for a donor or an NGO. It is good once, for seven days.")
            .Produces<InvitationResponse>(201).Fails(400, 409, 413, 415, 422);
        invitations.MapPost("/{id}/resend", InvitationEndpoints.ResendAsync).AsCommand(Schema)
            .Describe(Tag, "ResendInvitation", "Mails a new link; the one before is no longer good.")
            .Produces<InvitationResponse>().Fails(400, 404, 409, 422);
        invitations.MapPost("/{id}/revoke", InvitationEndpoints.RevokeAsync).AsCommand(Schema)
            .Describe(Tag, "RevokeInvitation", "Makes the link useless.")
            .Produces<InvitationResponse>().Fails(400, 404, 409, 422);

        // Mails hold links that let people in: where they are sent, nobody else reads them.
        if (!app.Services.GetRequiredService<IOptions<MailOptions>>().Value.IsConfigured)
        {
            app.MapGet("/api/v1/mailbox", MailboxEndpoint.ListAsync).RequireAuthorization(Policies.Admin)
                .Describe(Tag, "ListMailbox", "Where no mail server is configured: the mails that would have been sent, the latest first.")
                .Produces<IReadOnlyList<MailResponse>>().Fails();
        }
    }

    private static void AddMembership(IServiceCollection services)
    {
        services.AddMailer();
        services.AddSingleton<AccountData>().AddSingleton<MailStore>().AddSingleton<MembershipStore>().AddSingleton<MemberStore>();
        services.AddSingleton<OrganisationStore>().AddSingleton<InvitationStore>().AddSingleton<InvitationLinks>().AddSingleton<SessionStore>();
        services.AddScoped<AccountTransaction>().AddScoped<AccountMails>().AddScoped<Registration>().AddScoped<InvitationAcceptance>().AddScoped<SecondFactor>().AddScoped<MailedCodes>().AddScoped<SignInSessions>().AddScoped<Passkeys>();
        services.AddHostedService<MailRelay>();
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

    private static void AddAccounts(IServiceCollection services, Uri issuer)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.User.AllowedUserNameCharacters = ""; // Names are addresses, which hold more than letters.
                // Length is what counts; rules about kinds of characters make passwords worse (NIST SP 800-63B).
                (options.Password.RequireDigit, options.Password.RequireLowercase) = (false, false);
                (options.Password.RequireUppercase, options.Password.RequireNonAlphanumeric) = (false, false);
                options.Password.RequiredUniqueChars = 4;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<IdentityDatabase>()
            .AddDefaultTokenProviders()
            .AddPasswordValidator<BreachedPasswords>()
            .AddSignInManager();
        services.AddOptions<IdentityOptions>().Configure<IOptions<ProviderOptions>>((identity, provider) => identity.Password.RequiredLength = provider.Value.LeastPassword);
        services.AddOptions<PasswordHasherOptions>().Configure<IOptions<ProviderOptions>>((hasher, provider) => hasher.IterationCount = provider.Value.PasswordRounds);
        services.TryAddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // The device must know who holds it: then a passkey is two factors at once.
            (options.UserVerificationRequirement, options.ResidentKeyRequirement) = ("required", "required");
            options.ServerDomain = issuer.Host;
            options.ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && origin.Origin == issuer.GetLeftPart(UriPartial.Authority));
        });
        // Who was signed out everywhere, or suspended, is not let in by an old cookie.
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.Zero);
        services.AddAuthentication().AddIdentityCookies(cookies => cookies.ApplicationCookie?.Configure(cookie =>
        {
            cookie.Cookie.Name = Cookie;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = false;
            cookie.Events.OnValidatePrincipal = SignInSessions.ValidateAsync;
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
