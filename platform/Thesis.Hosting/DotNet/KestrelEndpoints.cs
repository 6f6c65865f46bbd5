using Aspire.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Thesis.Hosting.DotNet;

/// <summary>An address that a project's settings tell Kestrel to listen on.</summary>
/// <param name="Key">Its key under <c>Kestrel:Endpoints</c>.</param>
/// <param name="Name">The endpoint's name in the model: the scheme where no other has it, else the key.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Transport"><c>http</c> or <c>http2</c>.</param>
internal sealed record KestrelEndpoint(string Key, string Name, BindingAddress Address, string Transport);

/// <summary>The endpoints in a project's <c>appsettings.json</c> and <c>appsettings.{environment}.json</c>.</summary>
internal sealed record KestrelEndpoints(IReadOnlyList<KestrelEndpoint> All, string DefaultTransport, bool HasCertificate)
{
    private const string DefaultEnvironment = "Production";

    public static KestrelEndpoints None { get; } = new([], "http", HasCertificate: false);

    /// <summary>Reads them as the project will.</summary>
    /// <param name="project">The project.</param>
    /// <param name="profile">The profile it is launched with, which says its environment.</param>
    /// <exception cref="DistributedApplicationException">A settings file, or an address in it, cannot be read.</exception>
    public static KestrelEndpoints Of(IProjectMetadata project, LaunchProfile? profile)
    {
        var kestrel = Read(project, profile).GetSection("Kestrel");
        var defaultTransport = Transport(kestrel["EndpointDefaults:Protocols"]) ?? "http";
        var found = kestrel.GetSection("Endpoints").GetChildren()
            .Where(e => !string.IsNullOrWhiteSpace(e["Url"]))
            .Select(e => (e.Key, Address: Parse(project, e), Transport: Transport(e["Protocols"]) ?? defaultTransport))
            .Where(e => !e.Address.IsUnixPipe && !e.Address.IsNamedPipe)
            .ToArray();
        var certificate = kestrel.GetSection("Certificates").GetChildren().Any()
            || kestrel.GetSection("Endpoints").GetChildren().Any(e => e.GetSection("Certificate").GetChildren().Any());
        return new KestrelEndpoints(
            [.. found.Select(e => new KestrelEndpoint(e.Key, found.Count(o => o.Address.Scheme == e.Address.Scheme) == 1 ? e.Address.Scheme : e.Key, e.Address, e.Transport))],
            defaultTransport,
            certificate);
    }

    private static IConfigurationRoot Read(IProjectMetadata project, LaunchProfile? profile)
    {
        var variables = profile?.EnvironmentVariables ?? [];
        var environment = variables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT") ?? variables.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? DefaultEnvironment;
        var directory = Path.GetDirectoryName(project.ProjectPath) ?? "/";
        var settings = new ConfigurationBuilder();
        foreach (var file in (string[])["appsettings.json", $"appsettings.{environment}.json"])
        {
            var path = Path.Combine(directory, file);
            if (File.Exists(path))
            {
                settings.AddJsonStream(new MemoryStream(File.ReadAllBytes(path)));
            }
        }

        try
        {
            return settings.Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new DistributedApplicationException($"The settings in '{directory}/appsettings*.json' cannot be read: {e.Message}", e);
        }
    }

    private static BindingAddress Parse(IProjectMetadata project, IConfigurationSection endpoint)
    {
        try
        {
            return BindingAddress.Parse(endpoint["Url"] ?? "");
        }
        catch (FormatException e)
        {
            throw new DistributedApplicationException(
                $"The setting {endpoint.Path}:Url of the project '{project.ProjectPath}' is '{endpoint["Url"]}': it must be an address such as http://localhost:5000.", e);
        }
    }

    private static string? Transport(string? protocols) =>
        string.IsNullOrWhiteSpace(protocols) ? null : string.Equals(protocols, "Http2", StringComparison.OrdinalIgnoreCase) ? "http2" : "http";
}
