using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>Applications as those behind manifests that real Aspire wrote, published by us: the bytes must be the same.</summary>
public sealed class ManifestSampleTests
{
    [SampleFact]
    public async Task A_shop_with_servers_volumes_and_projects_is_written_as_Aspire_writes_it()
    {
        using var sample = new SampleApplication("TestShop.AppHost");
        var builder = sample.Builder;
        var catalogDb = builder.AddPostgres("postgres").WithImageTag("17.6").WithDataVolume().AddDatabase("catalogdb");
        var basketCache = builder.AddRedis("basketcache").WithDataVolume();
        builder.AddProject("catalogdbapp", sample.Project("CatalogDb", isWeb: true)).WithReference(catalogDb);
        var catalog = builder.AddProject("catalogservice", sample.Project("CatalogService", isWeb: true)).WithReference(catalogDb);
        var messaging = builder.AddResource(new Rabbit("messaging", builder))
            .WithImage("docker.io/library/rabbitmq", "4.2-management")
            .WithVolume("testshop.apphost-48e1ce2b9b-messaging-data", "/var/lib/rabbitmq")
            .WithEndpoint(targetPort: 5672, name: "tcp")
            .WithHttpEndpoint(targetPort: 15672, name: "management");
        messaging.WithEnvironment("RABBITMQ_DEFAULT_USER", "guest").WithEnvironment("RABBITMQ_DEFAULT_PASS", messaging.Resource.Password);
        var basket = builder.AddProject("basketservice", sample.Project("BasketService", isWeb: true))
            .WithReference(basketCache).WithReference(messaging).AsHttp2Service();
        builder.AddProject("frontend", sample.Project("MyFrontend", isWeb: true))
            .WithExternalHttpEndpoints().WithReference(basket).WithReference(catalog);
        builder.AddProject("orderprocessor", sample.Project("OrderProcessor", isWeb: false)).WithReference(messaging);
        var gateway = builder.AddContainer("apigateway", "mcr.microsoft.com/dotnet/nightly/yarp", "2.3-preview")
            .WithEntrypoint("dotnet").WithArgs("/app/yarp.dll").WithHttpEndpoint(targetPort: 5000);
        AddRoutes(gateway, catalog, basket);

        Assert.Equal(ManifestText.Sample("testshop-postgres-redis-rabbit-projects"), await sample.ManifestAsync());
    }

    [SampleFact]
    public async Task Caches_and_their_conditional_connection_strings_are_written_as_Aspire_writes_them()
    {
        using var sample = new SampleApplication("Redis.AppHost");
        var redis = sample.Builder.AddRedis("redis").WithDataVolume();
        sample.Builder.AddProject("apiservice", sample.Project("Redis.ApiService", isWeb: true)).WithExternalHttpEndpoints().WithReference(redis);

        var expected = ManifestText.Only(
            ManifestText.Sample("redis-garnet-valkey"),
            "redis", "redis-password", "redis-password-uri-encoded", "cond-redis-bindings-tcp-tlsenabled-d148d83a");

        Assert.Equal(expected, ManifestText.Without(await sample.ManifestAsync(), "apiservice"));
    }

    [SampleFact]
    public async Task A_program_of_Node_becomes_a_container_as_Aspire_writes_it()
    {
        using var sample = new SampleApplication("AspireWithNode.AppHost");
        var builder = sample.Builder;
        var pass = builder.AddParameter("pass");
        var cache = builder.AddRedis("cache", password: pass);
        var weather = builder.AddProject("weatherapi", sample.Project("AspireWithNode.AspNetCoreApi", isWeb: true));
        builder.AddNodeApp("frontend", sample.Folder("NodeFrontend", "package.json", "app.js"), "app.js")
            .WithReference(weather).WithReference(cache)
            .WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints()
            .WithEnvironment("HOST", "0.0.0.0").WithEnvironment("HOSTNAME", "0.0.0.0");

        Assert.Equal(ManifestText.Sample("node-frontend"), await sample.ManifestAsync());
        Assert.Contains("ENTRYPOINT [\"node\", \"app.js\"]", await File.ReadAllTextAsync(Path.Combine(sample.AppHostDirectory, "frontend.Dockerfile")), StringComparison.Ordinal);
    }

    [SampleFact]
    public async Task Dockerfiles_with_arguments_and_secrets_are_written_as_Aspire_writes_them()
    {
        using var sample = new SampleApplication("WithDockerfile.AppHost");
        var builder = sample.Builder;
        var version = builder.AddParameter("goversion");
        var secret = builder.AddParameter("secret", secret: true);
        builder.AddDockerfile("mycontainer", "qots").WithBuildArg("GO_VERSION", version).WithBuildSecret("SECRET_ASENV", secret)
            .WithEnvironment("DOCKER_BUILDKIT", "1");
        builder.AddContainer("dynamic-sync", "image").WithDockerfileFactory("qots", context => $"FROM scratch\nLABEL for={context.Resource.Name}\n");
        builder.AddContainer("dynamic-async", "image").WithDockerfileFactory("qots", async context =>
        {
            await Task.Yield();
            return $"FROM scratch\nLABEL for={context.Resource.Name}\n";
        });
        builder.AddRedis("builder-sync").WithDockerfileFactory(".", _ => "FROM redis\n");
        builder.AddRedis("builder-async").WithDockerfileFactory(".", _ => Task.FromResult("FROM redis\n"));

        Assert.Equal(ManifestText.Without(ManifestText.Sample("dockerfile-buildargs-secrets"), "docker-compose"), await sample.ManifestAsync());
        Assert.Equal("FROM scratch\nLABEL for=dynamic-sync\n", await File.ReadAllTextAsync(Path.Combine(sample.AppHostDirectory, "dynamic-sync.Dockerfile")));
        Assert.Equal("FROM scratch\nLABEL for=dynamic-async\n", await File.ReadAllTextAsync(Path.Combine(sample.AppHostDirectory, "dynamic-async.Dockerfile")));
    }

    [SampleFact]
    public async Task What_says_where_it_is_deployed_is_written_as_Aspire_writes_it()
    {
        using var sample = new SampleApplication("AzureContainerApps.AppHost");
        var builder = sample.Builder;
        builder.AddRedis("cache").WithVolume("azurecontainerapps.apphost-a01ec9bc8d-cache-data", "/data").WithPersistence()
            .WithAnnotation(new DeploymentTargetAnnotation(new ContainerApp("cache", "cache_password_value", "{cache-password.value}")));
        builder.AddDockerfile("pythonapp", "AppWithDocker")
            .WithAnnotation(new DeploymentTargetAnnotation(new ContainerApp("pythonapp", "pythonapp_containerimage", "{pythonapp.containerImage}")));
        builder.AddProject("api", sample.Project("AzureContainerApps.ApiService", isWeb: true)).WithExternalHttpEndpoints()
            .WithAnnotation(new DeploymentTargetAnnotation(new ContainerApp("api", "api_containerport", "{api.containerPort}")));

        string[] names = ["cache", "pythonapp", "api"];
        Assert.Equal(
            WithoutParameters(ManifestText.Only(ManifestText.Sample("azure-container-apps-v1"), names)),
            WithoutParameters(ManifestText.Only(await sample.ManifestAsync(), names)));
    }

    [SampleFact]
    public async Task A_server_of_another_integration_is_written_as_Aspire_writes_it()
    {
        using var sample = new SampleApplication("Seq.AppHost");
        var seq = sample.Builder.AddResource(new Seq("seq")).WithImage("docker.io/datalust/seq", "2025.2")
            .WithHttpEndpoint(targetPort: 80).WithEnvironment("ACCEPT_EULA", "Y").WithEnvironment("SEQ_FIRSTRUN_NOAUTHENTICATION", "True");
        sample.Builder.AddProject("api", sample.Project("Seq.ApiService", isWeb: true)).WithExternalHttpEndpoints().WithReference(seq);

        Assert.Equal(ManifestText.Sample("seq"), await sample.ManifestAsync());
    }

    [SampleFact]
    public async Task Bind_mounts_are_written_as_Aspire_writes_them()
    {
        using var sample = new SampleApplication("Keycloak.AppHost");
        var builder = sample.Builder;
        var password = ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, "keycloak-password");
        builder.AddContainer("keycloak", "quay.io/keycloak/keycloak:26.5")
            .WithArgs("start", "--import-realm")
            .WithBindMount("../realms", "/opt/keycloak/data/import", isReadOnly: true)
            .WithVolume("keycloak.apphost-28dd42043c-keycloak-data", "/opt/keycloak/data")
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_USERNAME", "admin")
            .WithEnvironment("KC_BOOTSTRAP_ADMIN_PASSWORD", password)
            .WithEnvironment("KC_HEALTH_ENABLED", "true")
            .WithEnvironment("KC_FEATURES", "opentelemetry")
            .WithHttpEndpoint(targetPort: 8080).WithHttpEndpoint(targetPort: 9000, name: "management");

        Assert.Equal(
            ManifestText.Only(ManifestText.Sample("keycloak-bindmounts"), "keycloak", "keycloak-password"),
            await sample.ManifestAsync());
    }

    [SampleFact]
    public async Task Programs_get_the_next_free_ports_as_Aspire_gives_them()
    {
        using var sample = new SampleApplication("PostgresEndToEnd.AppHost");
        var builder = sample.Builder;
        builder.AddExecutable("mvn-clean", "mvn.cmd", "../PostgresEndToEnd.JavaService", "clean", "package", "-DskipTests");
        builder.AddExecutable("first", "sh", ".").WithHttpEndpoint(env: "PORT");
        builder.AddExecutable("second", "sh", ".").WithHttpEndpoint(env: "PORT");
        builder.AddExecutable("javaservice", "java", "../PostgresEndToEnd.JavaService", "-jar", "target/javaservice-1.0.0.jar")
            .WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints();

        var expected = ManifestText.Only(ManifestText.Sample("azure-postgres-executables"), "mvn-clean", "javaservice");
        expected = expected.Replace(expected[expected.IndexOf("        \"ConnectionStrings__db1\"", StringComparison.Ordinal)..expected.IndexOf("      },\n      \"bindings\"", StringComparison.Ordinal)], "", StringComparison.Ordinal)
            .Replace("targetPort}\",\n      },", "targetPort}\"\n      },", StringComparison.Ordinal);

        Assert.Equal(expected, ManifestText.Only(await sample.ManifestAsync(), "mvn-clean", "javaservice"));
    }

    [SampleFact]
    public async Task Kafka_and_workers_with_arguments_are_written_as_Aspire_writes_them()
    {
        using var sample = new SampleApplication("Kafka.AppHost");
        var builder = sample.Builder;
        var kafka = builder.AddKafka("kafka").WithImageTag("8.1.1");
        builder.AddProject("producer", sample.Project("Producer", isWeb: false)).WithReference(kafka).WithArgs("kafka");
        builder.AddProject("consumer", sample.Project("Consumer", isWeb: false)).WithReference(kafka).WithArgs("kafka");
        builder.AddKafka("kafka2").WithImageTag("8.1.1");

        Assert.Equal(ManifestText.Sample("kafka"), await sample.ManifestAsync());
    }

    [SampleFact]
    public async Task Front_ends_are_built_as_Aspire_builds_them()
    {
        using var sample = new SampleApplication("AspireJavaScript.AppHost");
        var builder = sample.Builder;
        var weather = builder.AddProject("weatherapi", sample.Project("AspireJavaScript.MinimalApi", isWeb: true)).WithExternalHttpEndpoints();
        builder.AddJavaScriptApp("angular", sample.Folder("AspireJavaScript.Angular", "package.json", "Dockerfile"), "start")
            .WithReference(weather).WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints();
        builder.AddJavaScriptApp("react", sample.Folder("AspireJavaScript.React", "package.json", "Dockerfile"), "start")
            .WithReference(weather).WithEnvironment("BROWSER", "none").WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints();
        builder.AddJavaScriptApp("vue", sample.Folder("AspireJavaScript.Vue", "package.json", "Dockerfile"), "start")
            .WithReference(weather).WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints();
        var vite = builder.AddViteApp("reactvite", sample.Folder("AspireJavaScript.Vite", "package.json"))
            .WithReference(weather).WithEnvironment("BROWSER", "none").WithExternalHttpEndpoints();
        builder.AddNodeApp("node", sample.Folder("AspireJavaScript.NodeApp", "package.json"), "app.js")
            .WithHttpEndpoint(env: "PORT").WithExternalHttpEndpoints();
        weather.PublishWithContainerFiles(vite, "./wwwroot");

        Assert.Equal(ManifestText.Sample("javascript-vite-containerfiles"), await sample.ManifestAsync());
    }

    [SampleFact]
    public async Task Connection_strings_to_be_provided_are_written_as_Aspire_writes_them()
    {
        using var sample = new SampleApplication("ParameterEndToEnd.AppHost");
        var builder = sample.Builder;
        var sql = builder.AddConnectionString("sql");
        builder.AddConnectionString("db", ReferenceExpression.Create($"{sql};Initial Catalog=db"));
        builder.AddParameter("customInput");

        Assert.Equal(
            ManifestText.Only(ManifestText.Sample("parameters-secrets"), "sql", "db", "customInput"),
            await sample.ManifestAsync());
    }

    private static void AddRoutes(IResourceBuilder<ContainerResource> gateway, IResourceBuilder<ProjectResource> catalog, IResourceBuilder<ProjectResource> basket)
    {
        var (catalogUrl, basketUrl) = (catalog.GetEndpoint("http"), basket.GetEndpoint("http"));
        gateway.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development").WithEnvironment("CATALOGSERVICE_HTTP", catalogUrl)
            .WithEnvironment("REVERSEPROXY__ROUTES__route0__MATCH__PATH", "/catalog/{**catch-all}")
            .WithEnvironment("REVERSEPROXY__ROUTES__route0__CLUSTERID", "cluster_catalogservice")
            .WithEnvironment("REVERSEPROXY__ROUTES__route0__TRANSFORMS__0__PathRemovePrefix", "/catalog")
            .WithEnvironment("REVERSEPROXY__ROUTES__route1__MATCH__PATH", "/basket/{**catch-all}")
            .WithEnvironment("REVERSEPROXY__ROUTES__route1__CLUSTERID", "cluster_basketservice")
            .WithEnvironment("REVERSEPROXY__ROUTES__route1__TRANSFORMS__0__PathRemovePrefix", "/basket")
            .WithEnvironment("REVERSEPROXY__CLUSTERS__cluster_catalogservice__DESTINATIONS__destination1__ADDRESS", "http://_http.catalogservice")
            .WithEnvironment("REVERSEPROXY__CLUSTERS__cluster_basketservice__DESTINATIONS__destination1__ADDRESS", "http://_http.basketservice")
            .WithEnvironment("services__catalogservice__http__0", catalogUrl)
            .WithEnvironment("BASKETSERVICE_HTTP", basketUrl)
            .WithEnvironment("services__basketservice__http__0", basketUrl);
    }

    /// <summary>A manifest without the parameters of its deployments and the variables of its resources, which other integrations bring.</summary>
    private static string WithoutParameters(string manifest)
    {
        var root = System.Text.Json.Nodes.JsonNode.Parse(manifest);
        foreach (var (_, resource) in root?["resources"]?.AsObject() ?? [])
        {
            resource?["deployment"]?.AsObject().Remove("params");
            resource?.AsObject().Remove("env");
        }

        return root?.ToJsonString() ?? "";
    }

    /// <summary>Where a container is deployed to, as another integration would describe it.</summary>
    private sealed class ContainerApp : Resource
    {
        public ContainerApp(string name, string parameter, string value)
            : base($"{name}-containerapp") => Annotations.Add(new ManifestPublishingCallbackAnnotation(context =>
            {
                context.Writer.WriteString("type", "azure.bicep.v0");
                context.Writer.WriteString("path", $"{name}-containerapp.module.bicep");
                context.Writer.WriteStartObject("params");
                context.Writer.WriteString(parameter, value);
                context.Writer.WriteEndObject();
            }));
    }

    /// <summary>A server for logs, as another integration would describe it.</summary>
    private sealed class Seq(string name) : ContainerResource(name), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Http.Property(EndpointProperty.Url)}");

        private EndpointReference Http => new(this, "http");

        IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Http.Property(EndpointProperty.Host)}")),
            new("Port", ReferenceExpression.Create($"{Http.Property(EndpointProperty.Port)}")),
            new("Uri", ConnectionStringExpression),
        ];
    }

    /// <summary>A message broker, as another integration would describe it.</summary>
    private sealed class Rabbit(string name, IDistributedApplicationBuilder builder) : ContainerResource(name), IResourceWithConnectionString
    {
        public ParameterResource Password { get; } =
            ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);

        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create(
            $"amqp://guest:{Password:uri}@{Tcp.Property(EndpointProperty.Host)}:{Tcp.Property(EndpointProperty.Port)}");

        private EndpointReference Tcp => new(this, "tcp");

        IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
        [
            new("Host", ReferenceExpression.Create($"{Tcp.Property(EndpointProperty.Host)}")),
            new("Port", ReferenceExpression.Create($"{Tcp.Property(EndpointProperty.Port)}")),
            new("Username", ReferenceExpression.Create($"guest")),
            new("Password", ReferenceExpression.Create($"{Password}")),
            new("Uri", ConnectionStringExpression),
        ];
    }
}
