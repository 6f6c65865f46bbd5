namespace Aspire.Hosting.ApplicationModel;

/// <summary>What an HTTP command's response becomes in the command's answer.</summary>
public enum HttpCommandResultMode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>JSON or text by its content type.</summary>
    Auto = 1,

    /// <summary>JSON.</summary>
    Json = 2,

    /// <summary>Text.</summary>
    Text = 3,
}

/// <summary>How a command that sends an HTTP request works.</summary>
public class HttpCommandOptions : CommandOptions
{
    /// <summary>Selects the endpoint; http or https when null.</summary>
    public Func<EndpointReference>? EndpointSelector { get; set; }

    /// <summary>The client's name in the HTTP client factory.</summary>
    public string? HttpClientName { get; set; }

    /// <summary>The request's method; POST when null.</summary>
    public HttpMethod? Method { get; set; }

    /// <summary>Completes the request before it is sent.</summary>
    public Func<HttpCommandRequestContext, Task>? PrepareRequest { get; set; }

    /// <summary>Makes the command's result of the response; success for a status of success when null.</summary>
    public Func<HttpCommandResultContext, Task<ExecuteCommandResult>>? GetCommandResult { get; set; }

    /// <summary>What the response becomes in the answer.</summary>
    public HttpCommandResultMode ResultMode { get; set; }
}

/// <summary>A request that a command is about to send.</summary>
public sealed class HttpCommandRequestContext
{
    /// <summary>The application's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The resource, or its replica, by id.</summary>
    public required string ResourceName { get; init; }

    /// <summary>The endpoint it goes to.</summary>
    public required EndpointReference Endpoint { get; init; }

    /// <summary>Ends when the user gives up.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>What sends it.</summary>
    public required HttpClient HttpClient { get; init; }

    /// <summary>The request.</summary>
    public required HttpRequestMessage Request { get; init; }
}

/// <summary>A response that a command got.</summary>
public sealed class HttpCommandResultContext
{
    /// <summary>The application's services.</summary>
    public required IServiceProvider ServiceProvider { get; init; }

    /// <summary>The resource, or its replica, by id.</summary>
    public required string ResourceName { get; init; }

    /// <summary>The endpoint it came from.</summary>
    public required EndpointReference Endpoint { get; init; }

    /// <summary>Ends when the user gives up.</summary>
    public required CancellationToken CancellationToken { get; init; }

    /// <summary>What sent the request.</summary>
    public required HttpClient HttpClient { get; init; }

    /// <summary>The response.</summary>
    public required HttpResponseMessage Response { get; init; }
}
