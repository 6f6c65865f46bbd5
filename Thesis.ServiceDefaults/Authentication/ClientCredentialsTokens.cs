using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Gets tokens by client credentials (RFC 6749 §4.4). A token is used until a fifth of its life is left; then one caller
/// fetches the next while others go on with the old one, and wait only when it has run out.
/// </summary>
internal sealed class ClientCredentialsTokens(AuthenticationSettings settings, IHttpClientFactory clients, TimeProvider time) : IServiceTokens, IDisposable
{
    /// <summary>The HTTP client's name.</summary>
    public const string ClientName = "identity-provider";

    private const double UsedPartOfLife = 0.8;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultLife = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private Token? _token;

    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var token = Volatile.Read(ref _token);
        var usable = token is not null && now < token.UnusableAt;
        if (token is not null && usable && now < token.RefreshAt)
        {
            return token.Value;
        }

        if (!await _fetching.WaitAsync(usable ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, cancellationToken))
        {
            return token?.Value ?? throw new InvalidOperationException("Without a usable token, the wait has no end.");
        }

        try
        {
            return await FetchUnlessFreshAsync(usable ? token : null, cancellationToken);
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private async Task<string> FetchUnlessFreshAsync(Token? fallback, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _token) is { } newer && now < newer.RefreshAt && now < newer.UnusableAt)
        {
            return newer.Value;
        }

        try
        {
            var fetched = await FetchAsync(cancellationToken);
            Volatile.Write(ref _token, fetched);
            return fetched.Value;
        }
        catch (HttpRequestException) when (fallback is not null)
        {
            Volatile.Write(ref _token, fallback with { RefreshAt = time.GetUtcNow() + PauseAfterFailure });
            return fallback.Value; // It still holds.
        }
    }

    private async Task<Token> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        var metadata = await client.GetFromJsonAsync<Metadata>(settings.MetadataAddress, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, metadata?.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        var credentials = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(
                $"The identity provider refused client '{settings.ClientId}' a token: {(int)response.StatusCode}.", null, response.StatusCode);
        }

        var answer = await response.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken) ?? throw new JsonException("The token answer is empty.");
        var now = time.GetUtcNow();
        var life = answer.ExpiresInSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLife;
        return new Token(answer.AccessToken, now + (life * UsedPartOfLife), now + life - Margin);
    }

    private sealed record Token(string Value, DateTimeOffset RefreshAt, DateTimeOffset UnusableAt);

    private sealed record Metadata([property: JsonPropertyName("token_endpoint")] Uri TokenEndpoint);

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] double? ExpiresInSeconds);
}
