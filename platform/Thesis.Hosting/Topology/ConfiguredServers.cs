using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Orchestration;

namespace Thesis.Hosting.Topology;

/// <summary>
/// <c>ConnectionStrings:name</c> in the configuration points a server or database of the model at a real one, wherever it
/// runs: it is not started here, and its consumers connect to the other.
/// </summary>
internal static class ConfiguredServers
{
    public static void Apply(DistributedApplicationModel model, IConfiguration configuration)
    {
        foreach (var resource in model.Resources.OfType<IResourceWithConnectionString>().Where(IsServed).ToArray())
        {
            if (configuration.GetConnectionString(resource.Name) is { Length: > 0 } value && !resource.HasAnnotationOfType<ConnectionStringRedirectAnnotation>())
            {
                resource.Annotations.Add(new ConnectionStringRedirectAnnotation(ConfiguredServer.Of(resource, value)));
            }
        }

        foreach (var server in model.Resources.OfType<PostgresServerResource>().Where(s => !s.HasAnnotationOfType<ConnectionStringRedirectAnnotation>()))
        {
            var databases = model.Resources.OfType<PostgresDatabaseResource>().Where(d => ReferenceEquals(d.Parent, server)).ToArray();
            if (databases.Length > 0 && databases.All(d => d.HasAnnotationOfType<ConnectionStringRedirectAnnotation>()))
            {
                LeaveOut(model, server);
            }
        }
    }

    private static bool IsServed(IResourceWithConnectionString resource) =>
        resource.HasAnnotationOfType<NativeProcessAnnotation>() || resource is PostgresDatabaseResource;

    /// <summary>Nobody needs the server: it is not started, and nobody waits for it.</summary>
    private static void LeaveOut(DistributedApplicationModel model, PostgresServerResource server)
    {
        server.Annotations.Add(new ExplicitStartupAnnotation());
        foreach (var resource in model.Resources)
        {
            foreach (var wait in resource.Annotations.OfType<WaitAnnotation>().Where(w => ReferenceEquals(w.Resource, server)).ToArray())
            {
                resource.Annotations.Remove(wait);
            }
        }
    }
}
