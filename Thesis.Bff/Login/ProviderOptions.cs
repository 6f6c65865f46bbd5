using System.ComponentModel.DataAnnotations;

namespace Thesis.Bff.Login;

/// <summary>Which OpenID provider signs people in (section <c>Authentication</c>).</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Authentication";
    public const string HttpClient = "openid-provider";

    [Required, Url]
    public required string Authority { get; init; }

    [Required]
    public required string ClientId { get; init; }

    [Required]
    public required string ClientSecret { get; init; }
}
