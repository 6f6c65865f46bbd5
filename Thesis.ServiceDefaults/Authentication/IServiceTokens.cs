namespace Thesis.ServiceDefaults;

/// <summary>This process's own access token, with the role <c>service</c>.</summary>
public interface IServiceTokens
{
    /// <summary>A token that is valid for a while yet.</summary>
    /// <exception cref="HttpRequestException">The identity provider cannot be reached or refuses.</exception>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);
}
