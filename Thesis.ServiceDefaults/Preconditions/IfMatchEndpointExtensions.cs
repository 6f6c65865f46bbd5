using Microsoft.AspNetCore.Builder;

namespace Thesis.ServiceDefaults;

/// <summary>Describes endpoints that look at <c>If-Match</c>.</summary>
public static class IfMatchEndpointExtensions
{
    /// <summary>Adds the header to the endpoint's OpenAPI description; the check itself is <see cref="IfMatch"/>'s.</summary>
    public static TBuilder WithIfMatch<TBuilder>(this TBuilder builder, bool required = true)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new IfMatchMetadata(required)));
        return builder;
    }
}

/// <summary>Marks an endpoint that looks at <c>If-Match</c>.</summary>
internal sealed record IfMatchMetadata(bool Required);
