using Microsoft.Extensions.Configuration;

namespace Thesis.AppHost;

/// <summary>A Kafka broker in a container.</summary>
internal sealed class KafkaServerResource(string name) : ContainerResource(name), IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{new EndpointReference(this, "tcp").Property(EndpointProperty.HostAndPort)}");
}

internal static class Kafka
{
    /// <summary>The broker that events go through: of the connection string of this name, or with <c>--kafka container</c> one of our own. Null: events stay in PostgreSQL.</summary>
    /// <exception cref="DistributedApplicationException"><c>--kafka</c> has another value.</exception>
    public static IResourceBuilder<IResourceWithConnectionString>? AddKafkaIfWanted(this IDistributedApplicationBuilder builder, string name) => builder.Configuration["kafka"] switch
    {
        null or "" => builder.Configuration.GetConnectionString(name) is { Length: > 0 } ? builder.AddConnectionString(name) : null,
        "container" => builder.AddKafkaContainer(name),
        var other => throw new DistributedApplicationException($"--kafka is '{other}'; it must be container."),
    };

    /// <summary>Events of this process go through the broker, when there is one.</summary>
    public static IResourceBuilder<ProjectResource> WithEventsThrough(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString>? kafka) =>
        kafka is null ? project : project.WithReference(kafka).WaitFor(kafka);

    private static IResourceBuilder<KafkaServerResource> AddKafkaContainer(this IDistributedApplicationBuilder builder, string name)
    {
        var kafka = builder.AddResource(new KafkaServerResource(name));
        var tcp = kafka.GetEndpoint("tcp");
        // A client on this machine sees the port that is mapped, one in the network the name.
        var outside = builder.ExecutionContext.IsRunMode
            ? ReferenceExpression.Create($"localhost:{tcp.Property(EndpointProperty.Port)}")
            : ReferenceExpression.Create($"{tcp.Property(EndpointProperty.HostAndPort)}");
        return kafka.WithImage("confluentinc/confluent-local", "8.2.0").WithImageRegistry("docker.io")
            .WithEndpoint(targetPort: 9092, name: "tcp")
            .WithEndpoint(targetPort: 9093, name: "internal")
            .WithEnvironment("KAFKA_LISTENERS", "PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,PLAINTEXT_HOST://0.0.0.0:9092,PLAINTEXT_INTERNAL://0.0.0.0:9093")
            .WithEnvironment("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT,PLAINTEXT_INTERNAL:PLAINTEXT")
            .WithEnvironment("KAFKA_ADVERTISED_LISTENERS", ReferenceExpression.Create($"PLAINTEXT://{name}:29092,PLAINTEXT_HOST://{outside},PLAINTEXT_INTERNAL://{name}:9093"));
    }
}
