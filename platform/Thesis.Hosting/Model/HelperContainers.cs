using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Model
{
    /// <summary>Containers that look into a server. None runs here: they are shown, not started, and left out of what is deployed.</summary>
    internal static class HelperContainers
    {
        public static IResourceBuilder<T> AddHelper<T>(IResourceBuilder<IResource> server, T helper, string image, string tag, int port, Action<IResourceBuilder<T>>? configure)
            where T : ContainerResource
        {
            if (server.ApplicationBuilder.TryCreateResourceBuilder<T>(helper.Name, out var existing))
            {
                configure?.Invoke(existing);
                return existing;
            }

            var added = server.ApplicationBuilder.AddResource(helper)
                .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = image, Tag = tag })
                .WithHttpEndpoint(targetPort: port, name: "http")
                .WithRelationship(server.Resource, "Parent")
                .WithExplicitStart()
                .ExcludeFromManifest();
            configure?.Invoke(added);
            return added;
        }
    }
}

namespace Aspire.Hosting.Postgres
{
    /// <summary>pgAdmin.</summary>
    public sealed class PgAdminContainerResource(string name) : ContainerResource(name);

    /// <summary>pgweb.</summary>
    public sealed class PgWebContainerResource(string name) : ContainerResource(name)
    {
        /// <summary>Its page.</summary>
        public EndpointReference PrimaryEndpoint => new(this, "http");
    }
}

namespace Aspire.Hosting.Redis
{
    /// <summary>Redis Commander.</summary>
    public class RedisCommanderResource(string name) : ContainerResource(name);

    /// <summary>Redis Insight.</summary>
    public class RedisInsightResource(string name) : ContainerResource(name)
    {
        /// <summary>Its page.</summary>
        public EndpointReference PrimaryEndpoint => new(this, "http");
    }
}

namespace Aspire.Hosting
{
    /// <summary>Kafka UI.</summary>
    public sealed class KafkaUIContainerResource(string name) : ContainerResource(name)
    {
        /// <summary>Its page.</summary>
        public EndpointReference PrimaryEndpoint => new(this, "http");
    }
}
