using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Kafka;
using Thesis.Hosting.Model;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Publishing;

namespace Aspire.Hosting;

/// <summary>Adds Kafka brokers.</summary>
public static class KafkaBuilderExtensions
{
    private const int BrokerPort = 9092;
    private const int InternalBrokerPort = 9093;
    private const string ContainerData = "/var/lib/kafka/data";

    /// <summary>
    /// Adds a broker. None can be started here: <c>ConnectionStrings:name</c> in the configuration points it at a real one,
    /// and <c>--kafka mock</c> runs one in memory for trying it.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="port">The port clients use; any free one when null.</param>
    public static IResourceBuilder<KafkaServerResource> AddKafka(this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        var server = new KafkaServerResource(name);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration($"{name}_check", new KafkaHealthCheck(server), failureStatus: null, tags: null));
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: BrokerPort, name: KafkaServerResource.PrimaryEndpointName)
            .WithEndpoint(targetPort: InternalBrokerPort, name: KafkaServerResource.InternalEndpointName)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "confluentinc/confluent-local", Tag = "8.1.1" })
            .WithAnnotation(new NativeProcessAnnotation(new KafkaProcess(server, builder.Configuration).PlanAsync))
            .WithHealthCheck($"{name}_check")
            .WithEnvironment("KAFKA_LISTENERS", "PLAINTEXT://localhost:29092,CONTROLLER://localhost:29093,PLAINTEXT_HOST://0.0.0.0:9092,PLAINTEXT_INTERNAL://0.0.0.0:9093")
            .WithEnvironment("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT,PLAINTEXT_INTERNAL:PLAINTEXT")
            .WithEnvironment(context => context.EnvironmentVariables["KAFKA_ADVERTISED_LISTENERS"] = ReferenceExpression.Create(
                $"PLAINTEXT://{server.Host}:29092,PLAINTEXT_HOST://{server.Host}:{server.Port},PLAINTEXT_INTERNAL://{server.InternalEndpoint.Property(EndpointProperty.Host)}:{server.InternalEndpoint.Property(EndpointProperty.Port)}"));
    }

    /// <summary>Keeps the broker's data in a volume, where it runs in a container.</summary>
    public static IResourceBuilder<KafkaServerResource> WithDataVolume(this IResourceBuilder<KafkaServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithDataAt(new ContainerMountAnnotation(name ?? VolumeName.Of(builder, "data"), ContainerData, ContainerMountType.Volume, isReadOnly));

    /// <summary>Keeps the broker's data in a directory of the host, where it runs in a container.</summary>
    public static IResourceBuilder<KafkaServerResource> WithDataBindMount(this IResourceBuilder<KafkaServerResource> builder, string source, bool isReadOnly = false) =>
        builder.WithDataAt(new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), ContainerData, ContainerMountType.BindMount, isReadOnly));

    private static IResourceBuilder<KafkaServerResource> WithDataAt(this IResourceBuilder<KafkaServerResource> builder, ContainerMountAnnotation mount) =>
        builder.WithAnnotation(mount).WithEnvironment("KAFKA_LOG_DIRS", ContainerData);

    /// <summary>Adds Kafka UI, which runs where containers do.</summary>
    public static IResourceBuilder<KafkaServerResource> WithKafkaUI(this IResourceBuilder<KafkaServerResource> builder, Action<IResourceBuilder<KafkaUIContainerResource>>? configureContainer = null, string? containerName = null)
    {
        HelperContainers.AddHelper(builder, new KafkaUIContainerResource(containerName ?? "kafka-ui"), "kafbat/kafka-ui", "v1.3.0", 8080, configureContainer);
        return builder;
    }

    /// <summary>Chooses the port of Kafka UI.</summary>
    public static IResourceBuilder<KafkaUIContainerResource> WithHostPort(this IResourceBuilder<KafkaUIContainerResource> builder, int? port) =>
        builder.WithEndpoint("http", e => e.Port = port);
}
