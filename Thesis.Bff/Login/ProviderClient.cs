using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Thesis.ServiceDefaults;

namespace Thesis.Bff.Login;

/// <summary>What came of asking for new tokens.</summary>
internal abstract record RefreshAnswer
{
    /// <summary>The refresh token is no longer good: the person must sign in again.</summary>
    public sealed record Refused : RefreshAnswer;

    /// <summary>The provider could not be asked; nothing is known.</summary>
    public sealed record Unavailable : RefreshAnswer;

    public sealed record Granted(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("id_token")] string? IdToken,
        [property: JsonPropertyName("expires_in")] int ExpiresInSeconds) : RefreshAnswer
    {
        /// <summary>The tokens to store; what the provider did not renew is kept.</summary>
        public IEnumerable<AuthenticationToken> Tokens(AuthenticationProperties old, DateTimeOffset now) =>
        [
            new() { Name = "access_token", Value = AccessToken },
            new() { Name = "refresh_token", Value = RefreshToken ?? old.GetTokenValue("refresh_token") ?? "" },
            new() { Name = "id_token", Value = IdToken ?? old.GetTokenValue("id_token") ?? "" },
            new() { Name = "expires_at", Value = now.AddSeconds(ExpiresInSeconds).ToString("o", CultureInfo.InvariantCulture) },
        ];
    }
}

/// <summary>The OpenID provider as the BFF uses it beside signing in: for new tokens.</summary>
internal sealed class ProviderClient(
    IHttpClientFactory http, IConfigurationManager<OpenIdConnectConfiguration> metadata, AuthenticationSettings provider)
{
    public const string HttpClient = "openid-provider";

    public async Task<RefreshAnswer> RefreshAsync(string? refreshToken, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(refreshToken))
        {
            return new RefreshAnswer.Refused();
        }

        try
        {
            var endpoint = (await metadata.GetConfigurationAsync(cancel)).TokenEndpoint;
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refreshToken,
                ["client_id"] = provider.ClientId,
                ["client_secret"] = provider.ClientSecret,
            });
            using var response = await http.CreateClient(HttpClient).PostAsync(endpoint, form, cancel);
            if (response.IsSuccessStatusCode)
            {
                return await response.Content.ReadFromJsonAsync<RefreshAnswer.Granted>(cancel) as RefreshAnswer ?? new RefreshAnswer.Unavailable();
            }

            return (int)response.StatusCode is >= 400 and < 500 ? new RefreshAnswer.Refused() : new RefreshAnswer.Unavailable();
        }
        catch (Exception away) when (away is HttpRequestException or ProblemException or JsonException)
        {
            // ProblemException: the metadata could not be fetched.
            return new RefreshAnswer.Unavailable();
        }
    }
}
