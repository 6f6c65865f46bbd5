using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Configuration;

/// <summary>A consumer's reference to a service, under the name it was first given: all its endpoints, or the ones named.</summary>
internal sealed class ServiceReferenceAnnotation(IResourceWithEndpoints source, string? name) : IResourceAnnotation
{
    private readonly HashSet<string> _endpointNames = new(StringComparer.OrdinalIgnoreCase);
    private bool _all;

    public IResourceWithEndpoints Source { get; } = source;

    public string? Name { get; } = name;

    public void Add(string? endpointName)
    {
        if (endpointName is null)
        {
            _all = true;
        }
        else
        {
            _endpointNames.Add(endpointName);
        }
    }

    public void Apply(EnvironmentCallbackContext context)
    {
        var flags = ReferenceEnvironmentInjectionAnnotation.Of(context.Resource);
        foreach (var endpoint in Source.GetEndpoints())
        {
            if (_endpointNames.Contains(endpoint.EndpointName) || (_all && !endpoint.ExcludeReferenceEndpoint))
            {
                Apply(endpoint, context.EnvironmentVariables, flags);
            }
        }

        if (_endpointNames.FirstOrDefault(n => !Source.GetEndpoint(n).Exists) is { } missing)
        {
            throw new InvalidOperationException($"The resource '{Source.Name}' has no endpoint '{missing}'.");
        }
    }

    private void Apply(EndpointReference endpoint, Dictionary<string, object> variables, ReferenceEnvironmentInjectionFlags flags)
    {
        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.Endpoints))
        {
            var service = Name is null ? VariableName.Encode(Source.Name).ToUpperInvariant() : VariableName.Encode(Name);
            variables[$"{service}_{VariableName.Encode(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;
        }

        if (flags.HasFlag(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
        {
            var named = endpoint.EndpointName is not ("http" or "https");
            var prefix = $"services__{Name ?? Source.Name}__{(named ? endpoint.EndpointName : endpoint.Scheme)}__";
            var index = 0;
            while (variables.ContainsKey($"{prefix}{index}"))
            {
                index++;
            }

            variables[$"{prefix}{index}"] = endpoint;
        }
    }
}
