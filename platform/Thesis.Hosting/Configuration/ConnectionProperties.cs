using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.ApplicationModel
{
    /// <summary>A part of a connection that consumers get as a variable of its own, beside those of the resource's type.</summary>
    public sealed class ConnectionPropertyAnnotation(string name, ReferenceExpression referenceExpression) : IResourceAnnotation
    {
        /// <summary>The part's name.</summary>
        public string Name { get; } = name;

        /// <summary>Its value.</summary>
        public ReferenceExpression Value { get; } = referenceExpression;
    }

    /// <summary>Clients connect to another resource instead.</summary>
    public class ConnectionStringRedirectAnnotation(IResourceWithConnectionString resource) : IResourceAnnotation
    {
        /// <summary>The other resource.</summary>
        public IResourceWithConnectionString Resource { get; } = resource;
    }
}

namespace Aspire.Hosting
{
    /// <summary>Puts connections' parts together.</summary>
    public static class ConnectionPropertiesExtensions
    {
        /// <summary>The resource's own parts and additional ones, which win.</summary>
        public static IEnumerable<KeyValuePair<string, ReferenceExpression>> CombineProperties(this IResourceWithConnectionString source, IEnumerable<KeyValuePair<string, ReferenceExpression>> additional)
        {
            var wins = additional.ToArray();
            return source.GetConnectionProperties()
                .Where(own => !wins.Any(w => string.Equals(w.Key, own.Key, StringComparison.OrdinalIgnoreCase)))
                .Concat(wins);
        }
    }

    public static partial class ResourceBuilderExtensions
    {
        /// <summary>Adds a part to what consumers get of the connection, or replaces it.</summary>
        public static IResourceBuilder<T> WithConnectionProperty<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
            where T : IResourceWithConnectionString => builder.WithAnnotation(new ConnectionPropertyAnnotation(name, value));

        /// <summary>Adds a part to what consumers get of the connection, or replaces it.</summary>
        public static IResourceBuilder<T> WithConnectionProperty<T>(this IResourceBuilder<T> builder, string name, string value)
            where T : IResourceWithConnectionString => builder.WithConnectionProperty(name, ReferenceExpression.Create($"{value}"));

        /// <summary>A part of the connection.</summary>
        /// <exception cref="KeyNotFoundException">It has no such part.</exception>
        public static ReferenceExpression GetConnectionProperty(this IResourceWithConnectionString resource, string key) =>
            PropertiesOf(resource).Where(p => string.Equals(p.Key, key, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value).LastOrDefault()
            ?? throw new KeyNotFoundException($"The connection of '{resource.Name}' has no '{key}'. It has: {string.Join(", ", PropertiesOf(resource).Select(p => p.Key))}.");

        /// <summary>Makes clients connect to another resource instead.</summary>
        public static IResourceBuilder<T> WithConnectionStringRedirection<T>(this IResourceBuilder<T> builder, IResourceWithConnectionString resource)
            where T : IResourceWithConnectionString =>
            builder.WithAnnotation(new ConnectionStringRedirectAnnotation(resource), ResourceAnnotationMutationBehavior.Replace);

        /// <summary>Shows another resource under this one.</summary>
        public static IResourceBuilder<T> WithChildRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> child)
            where T : IResource => builder.WithChildRelationship(child.Resource);

        /// <summary>Shows another resource under this one.</summary>
        public static IResourceBuilder<T> WithChildRelationship<T>(this IResourceBuilder<T> builder, IResource child)
            where T : IResource
        {
            builder.ApplicationBuilder.CreateResourceBuilder(child).WithParentRelationship(builder.Resource);
            return builder;
        }

        /// <summary>The parts of a connection: those of the resource's type, and those that the model adds.</summary>
        internal static IEnumerable<KeyValuePair<string, ReferenceExpression>> PropertiesOf(IResourceWithConnectionString source)
        {
            var effective = source.TryGetLastAnnotation<ConnectionStringRedirectAnnotation>(out var redirect) ? redirect.Resource : source;
            return effective.CombineProperties(source.Annotations.OfType<ConnectionPropertyAnnotation>()
                .GroupBy(p => p.Name, StringComparer.OrdinalIgnoreCase)
                .Select(g => KeyValuePair.Create(g.Key, g.Last().Value)));
        }
    }
}
