using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace Thesis.ServiceDefaults;

/// <summary>Service addresses from the configuration, read anew when it changes.</summary>
internal sealed class ConfiguredServiceEndpoints : IServiceEndpoints, IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly ConcurrentDictionary<(string Service, string Endpoint), Addresses> _known = new();
    private readonly IDisposable _reload;

    public ConfiguredServiceEndpoints(IConfiguration configuration)
    {
        _configuration = configuration;
        _reload = Microsoft.Extensions.Primitives.ChangeToken.OnChange(configuration.GetReloadToken, _known.Clear);
    }

    public Uri Resolve(string service, string endpoint = "http") =>
        Find(service, endpoint)?.Next() ?? throw new ServiceNotFoundException(service, endpoint);

    public IReadOnlyList<Uri> All(string service, string endpoint = "http") => Find(service, endpoint)?.Uris ?? [];

    public void Dispose() => _reload.Dispose();

    private Addresses? Find(string service, string endpoint)
    {
        if (_known.TryGetValue((service, endpoint), out var known))
        {
            return known;
        }

        // Unknown names are not remembered: they may come from a request, and there is no end of them.
        var uris = Read(service, endpoint);
        return uris.Length == 0 ? null : _known.GetOrAdd((service, endpoint), new Addresses(uris));
    }

    private Uri[] Read(string service, string endpoint) =>
    [
        .. _configuration.GetSection($"services:{service}:{endpoint}").GetChildren()
            .Where(child => child.Value is { Length: > 0 })
            .Select(child => ToUri(child.Value, child.Path)),
    ];

    private static Uri ToUri(string? value, string path) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new ServiceNotFoundException($"The setting {path} is '{value}'; it must be an http or https address.");

    private sealed class Addresses(Uri[] uris)
    {
        private uint _turn = uint.MaxValue;

        public Uri[] Uris => uris;

        public Uri Next() => uris[Interlocked.Increment(ref _turn) % (uint)uris.Length];
    }
}
