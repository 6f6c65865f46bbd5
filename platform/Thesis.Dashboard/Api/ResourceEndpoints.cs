using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Thesis.Dashboard.Resources;

namespace Thesis.Dashboard.Api;

/// <summary>The application's resources: what they are, what becomes of them, and what can be done with them.</summary>
internal sealed partial class ResourceEndpoints(
    DashboardOptions options, IHostApplicationLifetime lifetime, ResourceDirectory? directory = null, IResourceSource? source = null)
{
    private const int MaxArguments = 64;
    private readonly ILogger _logger = options.Logging.CreateLogger("Thesis.Dashboard.Resources");

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/resources", http => http.Response.WriteAsJsonAsync(
            [.. (directory?.All() ?? []).Select(Masked)], ApiJson.Default.ResourceViewArray, cancellationToken: http.RequestAborted));
        app.MapGet("/api/v1/resources/stream", StreamAsync);
        app.MapGet("/api/v1/resources/{name}/secrets", SecretsAsync);
        app.MapPost("/api/v1/resources/{name}/commands/{command}", ExecuteAsync);
    }

    private static ResourceView Masked(ResourceView resource) => resource with
    {
        Environment = Masked(resource.Environment),
        Properties = Masked(resource.Properties),
    };

    private static List<NamedValue> Masked(IReadOnlyList<NamedValue> values) =>
        [.. values.Select(v => v.IsSecret ? v with { Value = null } : v)];

    private async Task StreamAsync(HttpContext http)
    {
        if (directory is null)
        {
            throw ProblemException.Missing("resource: this dashboard shows telemetry alone");
        }

        var events = new EventStream(http, options.Time);
        var version = 0L;
        await events.RunAsync(
            directory.Changed,
            async () =>
            {
                var (now, changes) = directory.Since(version);
                version = now;
                foreach (var (name, view) in changes)
                {
                    await (view is null
                        ? events.SendAsync("delete", json => WriteName(json, name))
                        : events.SendAsync("upsert", json => JsonSerializer.Serialize(json, Masked(view), ApiJson.Default.ResourceView)));
                }
            },
            lifetime.ApplicationStopping);
    }

    private static void WriteName(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteEndObject();
    }

    private Task SecretsAsync(HttpContext http)
    {
        var resource = Find(http);
        LogSecrets(_logger, resource.Name, http.Connection.RemoteIpAddress?.ToString() ?? "");
        return http.Response.WriteAsJsonAsync(
            new ResourceSecrets(resource.Environment, resource.Properties), ApiJson.Default.ResourceSecrets, cancellationToken: http.RequestAborted);
    }

    private async Task ExecuteAsync(HttpContext http)
    {
        var resource = Find(http);
        var name = http.Request.RouteValues["command"] as string ?? "";
        var command = resource.Commands.FirstOrDefault(c => c.Name == name)
            ?? throw ProblemException.Missing($"command '{name}' of '{resource.Name}'", name);
        if (command.State != "Enabled")
        {
            throw new ProblemException(StatusCodes.Status409Conflict, $"'{name}' cannot be done while '{resource.Name}' is {resource.State}.", resource.Name);
        }

        var arguments = await ReadArgumentsAsync(http);
        foreach (var argument in command.Arguments.Where(a => a.Required && string.IsNullOrEmpty(arguments.GetValueOrDefault(a.Name))))
        {
            throw ProblemException.Bad($"arguments.{argument.Name} ({argument.Label}) is missing.");
        }

        LogCommand(_logger, name, resource.Name);
        var outcome = await (source ?? throw ProblemException.Missing("resource")).ExecuteAsync(resource.Name, name, arguments, http.RequestAborted);
        await http.Response.WriteAsJsonAsync(outcome, ApiJson.Default.CommandOutcome, cancellationToken: http.RequestAborted);
    }

    private static async Task<Dictionary<string, string>> ReadArgumentsAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync(http, ApiJson.Default.CommandRequest);
        var arguments = new Dictionary<string, string>();
        foreach (var (name, value) in request.Arguments ?? [])
        {
            arguments[name] = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() ?? "",
                JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => value.GetRawText(),
                _ => throw ProblemException.Bad($"arguments.{name} must be a text, a number, true or false."),
            };
        }

        return arguments.Count <= MaxArguments ? arguments : throw ProblemException.Bad($"arguments has more than {MaxArguments} entries.");
    }

    private ResourceView Find(HttpContext http)
    {
        var name = http.Request.RouteValues["name"] as string ?? "";
        return directory?.Find(name) ?? throw ProblemException.Missing($"resource '{name}'", name);
    }

    [LoggerMessage(1, LogLevel.Information, "The secrets of {Resource} were shown to {Address}")]
    private static partial void LogSecrets(ILogger logger, string resource, string address);

    [LoggerMessage(2, LogLevel.Information, "Command {Command} of {Resource} was given")]
    private static partial void LogCommand(ILogger logger, string command, string resource);
}
