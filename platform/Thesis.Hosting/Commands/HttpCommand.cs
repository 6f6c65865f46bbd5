using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.Hosting.Commands;

/// <summary>Sends a request and makes the command's result of the response.</summary>
internal sealed class HttpCommand(EndpointReference endpoint, string path, HttpCommandOptions options)
{
    private const int MaxAnswerCharacters = 64 * 1024;

    public async Task<ExecuteCommandResult> ExecuteAsync(ExecuteCommandContext context)
    {
        using var client = context.ServiceProvider.GetRequiredService<IHttpClientFactory>().CreateClient(options.HttpClientName ?? "");
        using var request = new HttpRequestMessage(options.Method ?? HttpMethod.Post, new Uri(new Uri(endpoint.Url), path));
        if (options.PrepareRequest is { } prepare)
        {
            await prepare(new HttpCommandRequestContext
            {
                ServiceProvider = context.ServiceProvider,
                ResourceName = context.ResourceName,
                Endpoint = endpoint,
                CancellationToken = context.CancellationToken,
                HttpClient = client,
                Request = request,
            }).ConfigureAwait(false);
        }

        try
        {
            using var response = await client.SendAsync(request, context.CancellationToken).ConfigureAwait(false);
            return options.GetCommandResult is { } make
                ? await make(new HttpCommandResultContext
                {
                    ServiceProvider = context.ServiceProvider,
                    ResourceName = context.ResourceName,
                    Endpoint = endpoint,
                    CancellationToken = context.CancellationToken,
                    HttpClient = client,
                    Response = response,
                }).ConfigureAwait(false)
                : await ResultAsync(response, context.CancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            return CommandResults.Failure($"{request.Method} {request.RequestUri} failed: {e.Message}");
        }
    }

    private async Task<ExecuteCommandResult> ResultAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var message = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}.";
        if (options.ResultMode == HttpCommandResultMode.None)
        {
            return response.IsSuccessStatusCode ? CommandResults.Success(message) : CommandResults.Failure(message);
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var json = options.ResultMode == HttpCommandResultMode.Json
            || (options.ResultMode == HttpCommandResultMode.Auto && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true);
        var data = new CommandResultData
        {
            Value = text.Length > MaxAnswerCharacters ? text[..MaxAnswerCharacters] : text,
            Format = json ? CommandResultFormat.Json : CommandResultFormat.Text,
        };
        return response.IsSuccessStatusCode ? CommandResults.Success(message, data) : CommandResults.Failure(message, data);
    }
}
