using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Model;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Postgres;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.State;

namespace Aspire.Hosting;

/// <summary>Adds PostgreSQL servers and databases.</summary>
public static class PostgresBuilderExtensions
{
    private const int ContainerPort = 5432;
    private const int FirstMajorWithVersionedData = 18;

    /// <summary>Adds a server.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="userName">Its superuser; <c>postgres</c> when null.</param>
    /// <param name="password">The superuser's password; a generated one, kept in run mode, when null.</param>
    /// <param name="port">The port clients use; any free one when null.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, [ResourceName] string name, IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null, int? port = null)
    {
        var passwordParameter = password?.Resource ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var server = new PostgresServerResource(name, userName?.Resource, passwordParameter);
        var process = new PostgresProcess(server);
        builder.Services.AddHealthChecks().Add(PostgresHealthCheck.Registration(
            $"{name}_check", ReferenceExpression.Create($"{server.ConnectionStringExpression};Database=postgres")));
        return builder.AddResource(server)
            .WithEndpoint(port: port, targetPort: ContainerPort, name: PostgresServerResource.PrimaryEndpointName)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/postgres", Tag = "18.3" })
            .WithAnnotation(new NativeProcessAnnotation(process.PlanAsync, process.PrepareAsync))
            .WithHealthCheck($"{name}_check")
            .WithEnvironment("POSTGRES_HOST_AUTH_METHOD", "scram-sha-256")
            .WithEnvironment("POSTGRES_INITDB_ARGS", "--auth-host=scram-sha-256 --auth-local=scram-sha-256")
            .WithEnvironment(context =>
            {
                context.EnvironmentVariables["POSTGRES_USER"] = server.UserNameReference;
                context.EnvironmentVariables["POSTGRES_PASSWORD"] = server.PasswordParameter;
            })
            .WithDataReset(process.DataDirectory)
            .OnResourceReady((_, e, cancellationToken) => PostgresDatabases.CreateAllAsync(server, e.Services, cancellationToken));
    }

    /// <summary>Adds a database, which is created when the server is ready.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The resource's name, which consumers know it by.</param>
    /// <param name="databaseName">The database's name in the server; the resource's name when null.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, [ResourceName] string name, string? databaseName = null)
    {
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(name, database.DatabaseName);
        builder.ApplicationBuilder.Services.AddHealthChecks()
            .Add(PostgresHealthCheck.Registration($"{name}_check", database.ConnectionStringExpression));
        return builder.ApplicationBuilder.AddResource(database).WithHealthCheck($"{name}_check");
    }

    /// <summary>Creates the database with a script of its own instead of <c>CREATE DATABASE</c>.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> WithCreationScript(this IResourceBuilder<PostgresDatabaseResource> builder, string script) =>
        builder.WithAnnotation(new PostgresCreationScriptAnnotation(script), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Keeps the server's data beyond the run. Tests ignore it.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithAnnotation(new ContainerMountAnnotation(name ?? VolumeName.Of(builder, "data"), ContainerData(builder.Resource), ContainerMountType.Volume, isReadOnly));

    /// <summary>Keeps the server's data in a directory of the host. Tests ignore it.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false) =>
        builder.WithAnnotation(new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), ContainerData(builder.Resource), ContainerMountType.BindMount, isReadOnly));

    /// <summary>Chooses the port clients use.</summary>
    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, e => e.Port = port);

    /// <summary>Chooses the superuser's password.</summary>
    public static IResourceBuilder<PostgresServerResource> WithPassword(this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    /// <summary>Chooses the superuser.</summary>
    public static IResourceBuilder<PostgresServerResource> WithUserName(this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> userName)
    {
        builder.Resource.UserNameParameter = userName.Resource;
        return builder;
    }

    /// <summary>Where the image keeps data: since version 18 the data directory is one of its own below this.</summary>
    private static string ContainerData(PostgresServerResource server)
    {
        var tag = server.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault()?.Tag ?? "";
        var digits = string.Concat(tag.TakeWhile(char.IsAsciiDigit));
        var isVersioned = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= FirstMajorWithVersionedData;
        return isVersioned ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
    }

    /// <summary>Runs the scripts of a directory when the server's data is new: <c>*.sql</c> in the order of their names.</summary>
    public static IResourceBuilder<PostgresServerResource> WithInitFiles(this IResourceBuilder<PostgresServerResource> builder, string source) => builder.ApplicationBuilder.ExecutionContext.IsPublishMode
        ? builder.WithBindMount(source, "/docker-entrypoint-initdb.d", isReadOnly: true)
        : builder.WithAnnotation(new PostgresInitFilesAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory)), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Adds pgAdmin, which runs where containers do.</summary>
    public static IResourceBuilder<T> WithPgAdmin<T>(this IResourceBuilder<T> builder, Action<IResourceBuilder<PgAdminContainerResource>>? configureContainer = null, string? containerName = null)
        where T : PostgresServerResource
    {
        HelperContainers.AddHelper(builder, new PgAdminContainerResource(containerName ?? "pgadmin"), "dpage/pgadmin4", "9.9.0", 80, configureContainer);
        return builder;
    }

    /// <summary>Adds pgweb, which runs where containers do.</summary>
    public static IResourceBuilder<PostgresServerResource> WithPgWeb(this IResourceBuilder<PostgresServerResource> builder, Action<IResourceBuilder<PgWebContainerResource>>? configureContainer = null, string? containerName = null)
    {
        HelperContainers.AddHelper(builder, new PgWebContainerResource(containerName ?? "pgweb"), "sosedoff/pgweb", "0.16.2", 8081, configureContainer);
        return builder;
    }

    /// <summary>Chooses the port of pgAdmin.</summary>
    public static IResourceBuilder<PgAdminContainerResource> WithHostPort(this IResourceBuilder<PgAdminContainerResource> builder, int? port) =>
        builder.WithEndpoint("http", e => e.Port = port);

    /// <summary>Chooses the port of pgweb.</summary>
    public static IResourceBuilder<PgWebContainerResource> WithHostPort(this IResourceBuilder<PgWebContainerResource> builder, int? port) =>
        builder.WithEndpoint("http", e => e.Port = port);
}
