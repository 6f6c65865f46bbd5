using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Model;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.Redis;
using Thesis.Hosting.State;

namespace Aspire.Hosting;

/// <summary>Adds Redis servers.</summary>
public static class RedisBuilderExtensions
{
    private const int ContainerPort = 6379;
    private const string ContainerData = "/data";

    /// <summary>Adds a server with a generated password.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port) =>
        builder.AddRedis(name, port, null);

    /// <summary>Adds a server.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="port">The port clients use; any free one when null.</param>
    /// <param name="password">Its password; a generated one, kept in run mode, when null.</param>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        var passwordParameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var server = new RedisResource(name, passwordParameter);
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration($"{name}_check", new RedisHealthCheck(server), failureStatus: null, tags: null));
        var process = new RedisProcess(server);
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: ContainerPort, scheme: "redis", name: RedisResource.PrimaryEndpointName)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/redis", Tag = "8.6" })
            .WithAnnotation(new NativeProcessAnnotation(process.PlanAsync))
            .WithDataReset(process.DataDirectory)
            .WithHealthCheck($"{name}_check")
            .WithEnvironment(context =>
            {
                if (server.PasswordParameter is { } secret)
                {
                    context.EnvironmentVariables["REDIS_PASSWORD"] = secret;
                }
            })
            .PublishedWith(server);
    }

    /// <summary>Writes a snapshot of the data whenever enough keys changed in a time; a minute and one key unless said otherwise.</summary>
    public static IResourceBuilder<RedisResource> WithPersistence(this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) =>
        builder.WithAnnotation(new RedisPersistenceAnnotation(interval ?? TimeSpan.FromMinutes(1), keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Keeps the server's data beyond the run. Tests ignore it.</summary>
    public static IResourceBuilder<RedisResource> WithDataVolume(this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false)
    {
        builder.WithAnnotation(new ContainerMountAnnotation(name ?? VolumeName.Of(builder, "data"), ContainerData, ContainerMountType.Volume, isReadOnly));
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>In a deployment, the image's shell starts the server, so that its password stands in no manifest.</summary>
    private static IResourceBuilder<RedisResource> PublishedWith(this IResourceBuilder<RedisResource> builder, RedisResource server) =>
        builder.ApplicationBuilder.ExecutionContext.IsRunMode ? builder : builder.WithEntrypoint("/bin/sh").WithArgs(context =>
        {
            var command = "redis-server";
            if (server.PasswordParameter is not null)
            {
                command += " --requirepass $REDIS_PASSWORD";
            }

            if (server.TryGetLastAnnotation<RedisPersistenceAnnotation>(out var persistence))
            {
                command += string.Create(System.Globalization.CultureInfo.InvariantCulture, $" --save {(long)persistence.Interval.TotalSeconds} {persistence.KeysChanged}");
            }

            context.Args.Add("-c");
            context.Args.Add(command);
        });

    /// <summary>Chooses the port clients use.</summary>
    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port) =>
        builder.WithEndpoint(RedisResource.PrimaryEndpointName, e => e.Port = port);

    /// <summary>Chooses the password; null for none.</summary>
    public static IResourceBuilder<RedisResource> WithPassword(this IResourceBuilder<RedisResource> builder, IResourceBuilder<ParameterResource>? password)
    {
        builder.Resource.SetPassword(password?.Resource);
        return builder;
    }

    /// <summary>Keeps the server's data in a directory of the host. Tests ignore it.</summary>
    public static IResourceBuilder<RedisResource> WithDataBindMount(this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false)
    {
        builder.WithAnnotation(new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), ContainerData, ContainerMountType.BindMount, isReadOnly));
        return isReadOnly ? builder : builder.WithPersistence();
    }

    /// <summary>Keeps Redis Insight's settings in a volume.</summary>
    public static IResourceBuilder<RedisInsightResource> WithDataVolume(this IResourceBuilder<RedisInsightResource> builder, string? name = null) =>
        builder.WithVolume(name ?? VolumeName.Of(builder, "data"), ContainerData);

    /// <summary>Keeps Redis Insight's settings in a directory of the host.</summary>
    public static IResourceBuilder<RedisInsightResource> WithDataBindMount(this IResourceBuilder<RedisInsightResource> builder, string source) =>
        builder.WithBindMount(source, ContainerData);

    /// <summary>Adds Redis Commander, which runs where containers do.</summary>
    public static IResourceBuilder<RedisResource> WithRedisCommander(this IResourceBuilder<RedisResource> builder, Action<IResourceBuilder<RedisCommanderResource>>? configureContainer = null, string? containerName = null)
    {
        HelperContainers.AddHelper(builder, new RedisCommanderResource(containerName ?? "rediscommander"), "rediscommander/redis-commander", "latest", 8081, configureContainer);
        return builder;
    }

    /// <summary>Adds Redis Insight, which runs where containers do.</summary>
    public static IResourceBuilder<RedisResource> WithRedisInsight(this IResourceBuilder<RedisResource> builder, Action<IResourceBuilder<RedisInsightResource>>? configureContainer = null, string? containerName = null)
    {
        HelperContainers.AddHelper(builder, new RedisInsightResource(containerName ?? "redisinsight"), "redis/redisinsight", "2.70", 5540, configureContainer);
        return builder;
    }

    /// <summary>Chooses the port of Redis Commander.</summary>
    public static IResourceBuilder<RedisCommanderResource> WithHostPort(this IResourceBuilder<RedisCommanderResource> builder, int? port) =>
        builder.WithEndpoint("http", e => e.Port = port);

    /// <summary>Chooses the port of Redis Insight.</summary>
    public static IResourceBuilder<RedisInsightResource> WithHostPort(this IResourceBuilder<RedisInsightResource> builder, int? port) =>
        builder.WithEndpoint("http", e => e.Port = port);
}
