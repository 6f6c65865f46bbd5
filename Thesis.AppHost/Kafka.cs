using Microsoft.Extensions.Configuration;
using Thesis.AppHost.Native;

namespace Thesis.AppHost;

/// <summary>A Kafka broker in a container.</summary>
internal sealed class KafkaServerResource(string name) : ContainerResource(name), IResourceWithConnectionString
{
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"{new EndpointReference(this, "tcp").Property(EndpointProperty.HostAndPort)}");
}

internal static class Kafka
{
    // Brokers of our own begin empty, and offsets of the last ones mean nothing to them.
    private static readonly string OwnLog = $"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss} {Guid.NewGuid():n}";

    /// <summary>
    /// The brokers that events go through: of the connection string of this name, or our own with <c>--kafka mock</c> (in this
    /// process's memory) or <c>--kafka container</c>. Null: events stay in PostgreSQL.
    /// </summary>
    /// <exception cref="DistributedApplicationException"><c>--kafka</c> has another value.</exception>
    public static IResourceBuilder<IResourceWithConnectionString>? AddKafkaIfWanted(this IDistributedApplicationBuilder builder, string name) => builder.Configuration["kafka"] switch
    {
        null or "" => builder.Configuration.GetConnectionString(name) is { Length: > 0 } ? builder.AddConnectionString(name) : null,
        "mock" when builder.ExecutionContext.IsRunMode => builder.AddMockKafka(name),
        "container" => builder.AddKafkaContainer(name),
        var other => throw new DistributedApplicationException($"--kafka is '{other}'; it must be mock (not to publish) or container."),
    };

    /// <summary>Events of this process go through the brokers, when there are any.</summary>
    public static IResourceBuilder<ProjectResource> WithEventsThrough(this IResourceBuilder<ProjectResource> project, IResourceBuilder<IResourceWithConnectionString>? kafka) =>
        kafka is null ? project
        : string.IsNullOrEmpty(project.ApplicationBuilder.Configuration["kafka"]) ? project.WithReference(kafka).WaitFor(kafka)
        : project.WithReference(kafka).WaitFor(kafka).WithEnvironment("EventLog__Kafka__Log", OwnLog);

    private static IResourceBuilder<IResourceWithConnectionString> AddMockKafka(this IDistributedApplicationBuilder builder, string name)
    {
        var cluster = new MockKafka(); // Ends with this process.
        return builder.AddConnectionString(name, ReferenceExpression.Create($"{cluster.Addresses}"));
    }

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
