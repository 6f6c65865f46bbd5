using Thesis.ServiceDefaults;

namespace Thesis.Services.Shared.Mail;

/// <summary>Addresses as a browser outside opens them.</summary>
public sealed class PublicLinks(AuthenticationSettings settings)
{
    /// <summary>The front door's address of a path and query.</summary>
    public Uri To(string pathAndQuery) => new(new Uri(settings.Issuer), pathAndQuery);
}
