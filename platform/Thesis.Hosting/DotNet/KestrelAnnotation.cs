using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.DotNet;

/// <summary>
/// The project's own settings say where it listens. It is then told its addresses by overriding those settings, which
/// <c>ASPNETCORE_URLS</c> would not.
/// </summary>
internal sealed class KestrelAnnotation : IResourceAnnotation
{
    private const string AnyHost = "*";

    private readonly Dictionary<EndpointAnnotation, KestrelEndpoint> _settings = [];

    /// <summary>Notes the settings that an endpoint came from.</summary>
    public void Add(EndpointAnnotation endpoint, KestrelEndpoint settings) => _settings[endpoint] = settings;

    /// <summary>Sets <c>Kestrel__Endpoints__…__Url</c> of every endpoint that the project is told of.</summary>
    public void Apply(IDictionary<string, object> variables, ProjectResource project, bool keepHosts)
    {
        foreach (var endpoint in project.GetEndpoints().Where(e => e.Scheme is "http" or "https"))
        {
            var annotation = endpoint.EndpointAnnotation;
            if (annotation is { TargetPortVariable: null, IsImplicitHttps: false } && EndpointsInEnvironmentAnnotation.Accepts(project, annotation))
            {
                var settings = _settings.GetValueOrDefault(annotation);
                var host = keepHosts ? settings?.Address.Host ?? AnyHost : AnyHost;
                variables[$"Kestrel__Endpoints__{Key(annotation, settings)}__Url"] =
                    ReferenceExpression.Create($"{endpoint.Scheme}://{host}:{endpoint.Property(EndpointProperty.TargetPort)}");
            }
        }
    }

    /// <summary>
    /// The endpoint's name, unless the settings have the address under another key: it would be bound twice, and the
    /// protocols and certificates that stand beside it be left out.
    /// </summary>
    private static string Key(EndpointAnnotation endpoint, KestrelEndpoint? settings) =>
        settings is null || string.Equals(settings.Key, endpoint.Name, StringComparison.OrdinalIgnoreCase) ? endpoint.Name : settings.Key;
}
