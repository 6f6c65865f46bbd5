using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Publishing.Tests.Oracle;

/// <summary>
/// One of nearly everything that an AppHost can say, in its odd forms. It compiles against Aspire and against our part of
/// it, and both must write the same manifest.
/// </summary>
internal static class OracleModel
{
    public const string AppHost = "Oracle.AppHost";

    /// <summary>Adds the model to an application whose directory is <see cref="AppHost"/> in a root; makes the files it names.</summary>
    public static void Add(IDistributedApplicationBuilder builder, string root)
    {
        WriteFiles(root);
        var values = new Values(builder);
        var servers = new Servers(builder, values);
        var containers = new Containers(builder, values);
        var programs = new Programs(builder, values, servers, containers);
        AddReferences(builder, values, servers, programs);
        AddTexts(builder, values, servers, containers, programs);
    }

    private static void WriteFiles(string root)
    {
        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path)) ?? root);
            File.WriteAllText(Path.Combine(root, path), text);
        }

        Write("web/web.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        Write("web/Properties/launchSettings.json", """
            { "profiles": {
                "https": { "commandName": "Project", "applicationUrl": "https://localhost:7001;http://localhost:5001" },
                "http": { "commandName": "Project", "commandLineArgs": "--x y", "applicationUrl": "http://localhost:5009" } } }
            """);
        Write("plain/plain.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        Write("kestrel/kestrel.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        Write("kestrel/appsettings.json", """{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5005" } } } }""");
        Write("docker/Dockerfile", "FROM scratch\n");
        Write("data/.keep", "");
    }

    private sealed class Values
    {
        public Values(IDistributedApplicationBuilder builder)
        {
            Plain = builder.AddParameter("plain");
            Secret = builder.AddParameter("sec-ret", secret: true);
            Fixed = builder.AddParameter("fixed", "value with space");
            Generated = builder.AddParameter("gen", new GenerateParameterDefault { MinLength = 30, MinSpecial = 2, MinLower = 1, Upper = false }, secret: true);
            builder.AddParameter("published", "pv", publishValueAsDefault: true);
            builder.AddParameter("described").WithDescription("some *words*", enableMarkdown: true);
            builder.AddParameter("called", () => "back", secret: true);
            builder.AddParameterFromConfiguration("configured", "Some:Key", secret: true);
            Given = builder.AddConnectionString("given");
            Named = builder.AddConnectionString("named", "MY_CONNECTION");
            Made = builder.AddConnectionString("made", ReferenceExpression.Create($"Endpoint={Plain};Key={Secret:uri};T={Fixed}"));
            Known = builder.AddExternalService("known", "https://example.org/");
            Asked = builder.AddExternalService("asked", Plain);
        }

        public IResourceBuilder<ParameterResource> Plain { get; }
        public IResourceBuilder<ParameterResource> Secret { get; }
        public IResourceBuilder<ParameterResource> Fixed { get; }
        public IResourceBuilder<ParameterResource> Generated { get; }
        public IResourceBuilder<IResourceWithConnectionString> Given { get; }
        public IResourceBuilder<IResourceWithConnectionString> Named { get; }
        public IResourceBuilder<IResourceWithConnectionString> Made { get; }
        public IResourceBuilder<ExternalServiceResource> Known { get; }
        public IResourceBuilder<ExternalServiceResource> Asked { get; }
    }

    private sealed class Servers
    {
        public Servers(IDistributedApplicationBuilder builder, Values values)
        {
            Postgres = builder.AddPostgres("pg", values.Plain, values.Secret, 5433).WithDataVolume("named-volume")
                .WithBindMount("../docker", "/mnt/x", isReadOnly: true).WithEnvironment("X", values.Fixed);
            Spaced = Postgres.AddDatabase("spaced", "my db");
            Second = builder.AddPostgres("pg-2").WithDataBindMount("../data").WithPgAdmin().WithHostPort(5555).WithInitFiles("../docker");
            Dashed = Second.AddDatabase("a-b", "Weird;Name=1");
            builder.AddPostgres("pg-vector").WithImage("pgvector/pgvector").WithUserName(values.Plain).WithPassword(values.Secret)
                .WithLifetime(ContainerLifetime.Persistent).WithEnvironment("POSTGRES_USER", "over").WithDataVolume();
            foreach (var tag in (string[])["16.1", "17-alpine", "18", "18-alpine", "bookworm"])
            {
                builder.AddPostgres($"pg-of-{tag.Replace('.', '-')}").WithImageTag(tag).WithDataVolume();
            }

            Cache = builder.AddRedis("cache", 6380).WithPersistence(TimeSpan.FromSeconds(5), 3).WithDataVolume().WithRedisCommander().WithRedisInsight();
            Open = builder.AddRedis("open").WithPassword(null).WithImageTag("7.0").WithImageRegistry("ghcr.io")
                .WithLifetime(ContainerLifetime.Persistent).WithContainerName("zz");
            Generated = builder.AddRedis("generated", password: values.Generated).WithArgs("--extra").WithDataBindMount("../data")
                .WithEndpoint("tcp", e => e.Port = 7000);
        }

        public IResourceBuilder<PostgresServerResource> Postgres { get; }
        public IResourceBuilder<PostgresServerResource> Second { get; }
        public IResourceBuilder<PostgresDatabaseResource> Spaced { get; }
        public IResourceBuilder<PostgresDatabaseResource> Dashed { get; }
        public IResourceBuilder<RedisResource> Cache { get; }
        public IResourceBuilder<RedisResource> Open { get; }
        public IResourceBuilder<RedisResource> Generated { get; }
    }

    private sealed class Containers
    {
        private const string Digest = "42b5c726e719639fcc1e9dbc13dd843f567dcd37911d0e1abb9f47f2cc1c95cd";

        public Containers(IDistributedApplicationBuilder builder, Values values)
        {
            Box = builder.AddContainer("box", "busybox").WithHttpEndpoint(port: 9000).WithHttpsEndpoint(targetPort: 9443)
                .WithEndpoint(port: 1, name: "one", scheme: "amqp")
                .WithEndpoint(targetPort: 53, name: "dns", protocol: ProtocolType.Udp, scheme: "udp")
                .WithVolume("/anonymous").WithVolume("vol", "/vol").WithEntrypoint("/bin/run")
                .WithArgs("a", "b c").WithArgs(c => c.Args.Add(values.Secret.Resource)).WithImageSHA256(Digest);
            Web = builder.AddContainer("container-web", "reg.io/a/b", "v1").WithHttpEndpoint(port: 80, targetPort: 8080, name: "web", env: "PORT")
                .WithHttpEndpoint(port: 81, name: "untargeted", env: "P2").WithExternalHttpEndpoints().WithHttpEndpoint(name: "neither").AsHttp2Service();
            Changed = builder.AddContainer("changed", "a/b/c")
                .WithEndpoint("e", e => { e.Port = 7; e.UriScheme = "tcp"; e.IsExternal = true; })
                .WithEndpoint("f", e => { e.TargetPort = 8; e.Transport = "http2"; e.IsProxied = false; });
            Built = builder.AddDockerfile("built", "../docker", "Dockerfile", "stage").WithBuildArg("V", "1").WithBuildArg("P", values.Plain)
                .WithBuildArg("B", true).WithBuildSecret("S", values.Secret).WithHttpEndpoint(targetPort: 3000);
            builder.AddContainer("by-digest", $"r.io/a/b@sha256:{Digest}");
            builder.AddContainer("rebuilt", "x").WithDockerfile("../docker", stage: "s").WithBuildArg("B", values.Fixed)
                .WithArgs("--q").WithEntrypoint("e").WithVolume("v", "/v", isReadOnly: true).WithBindMount("../docker", "/b");
            builder.AddContainer("excluded", "x").ExcludeFromManifest();
            builder.AddContainer("custom", "x").WithManifestPublishingCallback(c => c.Writer.WriteString("type", "custom.v0"));
        }

        public IResourceBuilder<ContainerResource> Box { get; }
        public IResourceBuilder<ContainerResource> Web { get; }
        public IResourceBuilder<ContainerResource> Changed { get; }
        public IResourceBuilder<ContainerResource> Built { get; }
    }

    private sealed class Programs
    {
        private const string WebProject = "../web/web.csproj";

        public Programs(IDistributedApplicationBuilder builder, Values values, Servers servers, Containers containers)
        {
            Web = builder.AddProject("web", WebProject).WithExternalHttpEndpoints()
                .WithReference(containers.Changed.GetEndpoint("e")).WithReference(containers.Built.GetEndpoint("http"));
            Profiled = builder.AddProject("profiled", WebProject, "http").WithHttpEndpoint(port: 5050, name: "extra").WithHttpsEndpoint(name: "tls")
                .WithReplicas(3).WithArgs("z").WithReference(Web).WithReference(containers.Web.GetEndpoint("web")).WithReference(containers.Box.GetEndpoint("dns"));
            builder.AddProject("unprofiled", WebProject, launchProfileName: null).WithHttpEndpoint(port: 1234, targetPort: 4321).WithHttpEndpoint(port: 1235, name: "second")
                .WithEnvironment("OTHER", Web.GetEndpoint("https")).WithReference(Profiled, "renamed").WithReference(Profiled.GetEndpoint("extra"))
                .WithReference(Web, "first-name").WithReference(Web, "second-name").WithReference(Web);
            builder.AddProject("plain-project", "../plain/plain.csproj").WithHttpEndpoint(env: "HP").DisableForwardedHeaders();
            builder.AddProject("settings", "../kestrel/kestrel.csproj").WithReference(servers.Second);
            builder.AddProject("settings-unread", "../kestrel/kestrel.csproj", o => { o.ExcludeKestrelEndpoints = true; o.ExcludeLaunchProfile = true; })
                .WithHttpEndpoint(targetPort: 8088).WithOtlpExporter(OtlpProtocol.HttpProtobuf);
            builder.AddProject("dockerised", WebProject, "http").PublishAsDockerFile(c => c.WithBuildArg("q", "r"));
            Shaped = builder.AddProject("shaped", WebProject, "http").AsHttp2Service().WithEndpointsInEnvironment(e => e.Name != "hidden")
                .WithHttpEndpoint(name: "hidden").WithHttpEndpoint(name: "shown").WithEndpoint(name: "raw", scheme: "tcp", env: "RAW")
                .WithEndpoint("http", e => e.TargetPort = 4000).WithReference(servers.Dashed);
            Ported = builder.AddProject("ported", WebProject).WithEndpoint("https", e => e.Port = 9443)
                .WithEndpoint("http", e => { e.IsExternal = true; e.Port = 9080; e.TargetPort = 9081; }).WithHttpsEndpoint(port: 9999, targetPort: 9998, name: "third");
            Program = builder.AddExecutable("program", "prog", "../docker", "x", "y").WithHttpEndpoint(env: "PORT").WithHttpEndpoint(port: 7777, name: "seven", env: "SEVEN")
                .WithReference(Web).WithReference(servers.Cache);
            Boxed = builder.AddExecutable("boxed", "prog", "../docker", "x").WithHttpEndpoint(port: 8123, env: "PORT").WithHttpEndpoint(name: "free", env: "FREE")
                .PublishAsDockerFile(c => c.WithBuildArg("A", values.Plain)).WithOtlpExporter();
            builder.AddExecutable("boxed-tcp", "prog", "../docker").WithEndpoint(port: 8124, targetPort: 99, name: "tcp").PublishAsDockerFile();
        }

        public IResourceBuilder<ProjectResource> Web { get; }
        public IResourceBuilder<ProjectResource> Profiled { get; }
        public IResourceBuilder<ProjectResource> Shaped { get; }
        public IResourceBuilder<ProjectResource> Ported { get; }
        public IResourceBuilder<ExecutableResource> Program { get; }
        public IResourceBuilder<ExecutableResource> Boxed { get; }
    }

    /// <summary>What references give, by what the consumer asked for before and after them.</summary>
    private static void AddReferences(IDistributedApplicationBuilder builder, Values values, Servers servers, Programs programs)
    {
        IResourceBuilder<ExecutableResource> Everything(IResourceBuilder<ExecutableResource> consumer) => consumer
            .WithReference(servers.Spaced).WithReference(servers.Cache, "my.cache").WithReference(servers.Dashed, "1st").WithReference(servers.Open)
            .WithReference(servers.Generated).WithReference(servers.Postgres).WithReference(values.Made).WithReference(values.Given)
            .WithReference(values.Named, "other", optional: true).WithReference(values.Known).WithReference(values.Asked)
            .WithReference("uri", new Uri("https://u.example/")).WithReference(programs.Web).WithReference(programs.Ported, "na-me")
            .WithReference(programs.Shaped.GetEndpoint("raw"));

        foreach (var flags in Enum.GetValues<ReferenceEnvironmentInjectionFlags>())
        {
            Everything(builder.AddExecutable($"asks-{flags}", "p", ".").WithReferenceEnvironment(flags));
        }

        Everything(builder.AddExecutable("asks-late", "p", ".")).WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.None);
        Everything(builder.AddExecutable("asks-nothing", "p", "."));
    }

    private static void AddTexts(IDistributedApplicationBuilder builder, Values values, Servers servers, Containers containers, Programs programs)
    {
        EndpointReferenceExpression Of(EndpointProperty property) => programs.Web.GetEndpoint("http").Property(property);
        builder.AddContainer("texts", "x")
            .WithEnvironment("ADDRESS", $"{Of(EndpointProperty.Scheme)}://{Of(EndpointProperty.Host)}:{Of(EndpointProperty.Port)}|{Of(EndpointProperty.HostAndPort)}|{Of(EndpointProperty.IPV4Host)}|{Of(EndpointProperty.TargetPort)}")
            .WithEnvironment("PORTS", $"{programs.Ported.GetEndpoint("third").Property(EndpointProperty.Port)}-{containers.Box.GetEndpoint("http").Property(EndpointProperty.TargetPort)}-{programs.Boxed.GetEndpoint("http").Property(EndpointProperty.Port)}")
            .WithEnvironment("PROGRAM", programs.Program.GetEndpoint("http")).WithEnvironment("BOXED", $"pre-{programs.Boxed.GetEndpoint("free")}")
            .WithEnvironment("SECRET", values.Secret).WithEnvironment("ENCODED", $"{values.Secret:uri}-{values.Plain:uri}").WithEnvironment("MADE", values.Made)
            .WithEnvironment("EMPTY", "").WithEnvironment("NULL", (string?)null).WithEnvironment("BRACES", "{not.a.reference}").WithEnvironment("LAZY", () => "lazy")
            .WithEnvironment("DATABASE", servers.Spaced.Resource.ConnectionStringExpression).WithEnvironment("URI", servers.Spaced.Resource.UriExpression)
            .WithEnvironment("JDBC", servers.Spaced.Resource.JdbcConnectionString).WithEnvironment("CACHE", $"{servers.Cache}|{servers.Cache.Resource.PrimaryEndpoint.Property(EndpointProperty.Url)}")
            .WithEnvironment(c => c.EnvironmentVariables["PUBLISHING"] = c.ExecutionContext.IsPublishMode.ToString());
        builder.AddExecutable("arguments", "p", ".", "one").WithArgs("last", "{x}").WithArgs(c =>
        {
            c.Args.Add(programs.Web.GetEndpoint("http"));
            c.Args.Add(servers.Spaced.Resource.ConnectionStringExpression);
            c.Args.Add(5);
            c.Args.Insert(0, "first");
        });
        builder.AddConnectionString("pieces", b =>
        {
            b.AppendLiteral("x=");
            b.Append($"{servers.Spaced}");
        });
    }
}
