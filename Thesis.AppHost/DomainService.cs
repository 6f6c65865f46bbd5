namespace Thesis.AppHost;

/// <summary>A domain service and the process that runs it: one of its own, or the one that runs all.</summary>
internal sealed record DomainService(string Name, IResourceBuilder<ProjectResource> Process)
{
    public DomainService WithReference(DomainService service)
    {
        Process.WithReference(service);
        return this;
    }
}

internal static class DomainServiceReferences
{
    /// <summary>Tells a process where a domain service is, under the service's own name. Aspire's references know processes only, each by one name.</summary>
    public static IResourceBuilder<ProjectResource> WithReference(this IResourceBuilder<ProjectResource> consumer, DomainService service) => consumer
        .WithEnvironment($"services__{service.Name}__http__0", service.Process.GetEndpoint("http"))
        .WithEnvironment($"services__{service.Name}__grpc__0", service.Process.GetEndpoint("grpc"));
}
