namespace Aspire.Hosting.ApplicationModel;

/// <summary>The connection string of a resource, as a consumer's variable.</summary>
public class ConnectionStringReference(IResourceWithConnectionString resource, bool optional) : IExpressionValue, IValueWithReferences
{
    /// <summary>The resource to connect to.</summary>
    public IResourceWithConnectionString Resource { get; } = resource;

    /// <summary>Whether the consumer starts without it.</summary>
    public bool Optional { get; } = optional;

    string IManifestExpressionProvider.ValueExpression => Resource.ValueExpression;

    IEnumerable<object> IValueWithReferences.References => [Resource];

    async ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken)
    {
        var source = Resource.TryGetLastAnnotation<ConnectionStringRedirectAnnotation>(out var redirect) ? redirect.Resource : Resource;
        var value = await source.GetValueAsync(cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(value) && !Optional)
        {
            throw new DistributedApplicationException(
                $"The connection string for the resource '{Resource.Name}' is not available. Set ConnectionStrings:{Resource.Name} in the AppHost's configuration.");
        }

        return value;
    }
}
