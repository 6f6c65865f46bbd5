namespace Thesis.Services.Identity.Mail;

/// <summary>Addresses as a browser outside opens them.</summary>
internal sealed class PublicLinks(Uri issuer)
{
    public Uri To(string pathAndQuery) => new(issuer, pathAndQuery);
}
