using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Parameters;

namespace Thesis.Hosting.Publishing.Deployment;

/// <summary>Resolves values for a network where each resource is found by its name.</summary>
/// <param name="ports">The endpoints' ports.</param>
/// <param name="replacement">The address that stands for a resource there; null when it is deployed itself.</param>
internal sealed class DeployedValues(PublishedPorts ports, Func<string, Uri?> replacement)
{
    // Marks a secret's place in a text until the text is whole. Neither character is valid in a variable.
    private const char Open = '\u0001';
    private const char Close = '\u0002';

    public DeployedText Of(object value)
    {
        var secrets = new List<(ParameterResource Parameter, string? Format)>();
        var endpoints = new List<EndpointReference>();
        var text = Text(value, null, secrets, endpoints);
        return new DeployedText([.. Split(text, secrets)], endpoints);
    }

    /// <summary>The port clients use, and the one the process binds.</summary>
    public (int Port, int TargetPort) PortsOf(IResource resource, EndpointAnnotation endpoint)
    {
        var known = ports.Of(resource, endpoint);
        var target = known.TargetPort ?? PublishedPorts.DefaultProjectPort;
        return (known.Port ?? target, target);
    }

    private static IEnumerable<TextPiece> Split(string text, List<(ParameterResource Parameter, string? Format)> secrets)
    {
        var at = 0;
        for (var open = text.IndexOf(Open, StringComparison.Ordinal); open >= 0; open = text.IndexOf(Open, at))
        {
            if (open > at)
            {
                yield return new TextPiece(text[at..open]);
            }

            var close = text.IndexOf(Close, open);
            var (parameter, format) = secrets[int.Parse(text[(open + 1)..close], CultureInfo.InvariantCulture)];
            yield return new TextPiece("", parameter, format);
            at = close + 1;
        }

        if (at < text.Length)
        {
            yield return new TextPiece(text[at..]);
        }
    }

    private string Text(object value, string? format, List<(ParameterResource, string?)> secrets, List<EndpointReference> endpoints)
    {
        switch (value)
        {
            case string text:
                return format == "uri" ? Uri.EscapeDataString(text) : text;
            case ReferenceExpression { Chooses: true } conditional:
                var condition = Text(conditional.Condition, null, secrets, endpoints);
                var holds = string.Equals(condition, conditional.MatchValue, StringComparison.OrdinalIgnoreCase);
                return Text(holds ? conditional.WhenTrue : conditional.WhenFalse, format, secrets, endpoints);
            case ReferenceExpression expression:
                var parts = expression.ValueProviders.Select((p, i) => (object)Text(p, expression.StringFormats[i] ?? format, secrets, endpoints)).ToArray();
                return string.Format(CultureInfo.InvariantCulture, expression.Format, parts);
            case ParameterResource parameter:
                return Parameter(parameter, format, secrets);
            case ConfiguredConnectionStringResource configured:
                return Parameter(configured.Parameter, format, secrets);
            case ConnectionStringReference reference:
                return Text(reference.Resource, format, secrets, endpoints);
            case IResourceWithConnectionString connection:
                return Text(connection.ConnectionStringExpression, format, secrets, endpoints);
            case EndpointReference endpoint:
                return Endpoint(endpoint.Property(EndpointProperty.Url), endpoints);
            case EndpointReferenceExpression endpoint:
                return Endpoint(endpoint, endpoints);
            case IResourceBuilder<IResource> builder:
                return Text(builder.Resource, format, secrets, endpoints);
            case IManifestExpressionProvider provider:
                throw new DistributedApplicationException($"The value {provider.ValueExpression} is known to azd only: it cannot be deployed otherwise.");
            default:
                return string.Format(CultureInfo.InvariantCulture, "{0}", value);
        }
    }

    /// <summary>A parameter whose value is not published must be provided, secret or not.</summary>
    private static string Parameter(ParameterResource parameter, string? format, List<(ParameterResource, string?)> secrets)
    {
        if (!parameter.Secret && parameter.Default is { } value and not GenerateParameterDefault && !parameter.HasAnnotationOfType<UnpublishedDefaultAnnotation>())
        {
            return format == "uri" ? Uri.EscapeDataString(value.GetDefaultValue()) : value.GetDefaultValue();
        }

        secrets.Add((parameter, format));
        return string.Create(CultureInfo.InvariantCulture, $"{Open}{secrets.Count - 1}{Close}");
    }

    private string Endpoint(EndpointReferenceExpression part, List<EndpointReference> endpoints)
    {
        var endpoint = part.Endpoint;
        var (port, targetPort) = PortsOf(endpoint.Resource, endpoint.EndpointAnnotation);
        if (part.Property is not (EndpointProperty.TargetPort or EndpointProperty.Scheme or EndpointProperty.TlsEnabled))
        {
            endpoints.Add(endpoint);
        }

        var address = replacement(endpoint.Resource.Name);
        var (scheme, host) = address is null ? (endpoint.Scheme, endpoint.Resource.Name) : (address.Scheme, address.Host);
        port = address?.Port ?? port;
        return part.Property switch
        {
            EndpointProperty.Url => address is null ? $"{scheme}://{host}:{port}" : address.ToString().TrimEnd('/'),
            EndpointProperty.Host or EndpointProperty.IPV4Host => host,
            EndpointProperty.Port => $"{port}",
            EndpointProperty.TargetPort => $"{targetPort}",
            EndpointProperty.Scheme => scheme,
            EndpointProperty.HostAndPort => $"{host}:{port}",
            EndpointProperty.TlsEnabled => scheme == "https" || (address is null && endpoint.TlsEnabled) ? bool.TrueString : bool.FalseString,
            _ => throw new InvalidOperationException($"The endpoint property '{part.Property}' is unknown."),
        };
    }
}
