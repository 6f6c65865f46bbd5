using Microsoft.Extensions.Configuration;

namespace Thesis.ServiceDefaults;

/// <summary>Who issues the tokens this process accepts, and who it is itself. Section <c>Authentication</c>.</summary>
public sealed class AuthenticationSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    /// <summary>Where this process reaches the OpenID provider, an absolute address; https unless it is this machine.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The <c>iss</c> of its tokens: the address by which browsers know it. The authority unless set.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The issuer with and without the slash at its end: providers differ.</summary>
    public IReadOnlyList<string> ValidIssuers => [Issuer.TrimEnd('/'), Issuer.TrimEnd('/') + "/"];

    /// <summary>The audience that access tokens must name.</summary>
    public string Audience { get; set; } = "thesis";

    /// <summary>This process's client for client credentials; empty when it calls no other service.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The client's secret.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The provider's discovery document.</summary>
    public string MetadataAddress => $"{Authority.TrimEnd('/')}/.well-known/openid-configuration";

    /// <summary>Whether http is allowed to a provider on another machine: only inside a development network.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Whether the provider may be asked over http: it is on this machine, or in a development network.</summary>
    public bool AuthorityMayBeHttp => AllowHttp || (Uri.TryCreate(Authority, UriKind.Absolute, out var uri) && uri.IsLoopback);

    /// <summary>Reads and checks the section.</summary>
    /// <exception cref="InvalidOperationException">The authority is missing, malformed, or http on another machine; or the issuer is no address.</exception>
    public static AuthenticationSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).Get<AuthenticationSettings>() ?? new AuthenticationSettings();
        if (!Uri.TryCreate(settings.Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && settings.AuthorityMayBeHttp)))
        {
            throw new InvalidOperationException(
                $"Authentication:Authority is '{settings.Authority}'; it must be the OpenID provider's https address, or http on this machine.");
        }

        settings.Issuer = settings.Issuer.Length > 0 ? settings.Issuer : settings.Authority;
        if (!Uri.TryCreate(settings.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme is not ("http" or "https"))
        {
            throw new InvalidOperationException($"Authentication:Issuer is '{settings.Issuer}'; it must be the public address of the front door.");
        }

        return settings;
    }
}
