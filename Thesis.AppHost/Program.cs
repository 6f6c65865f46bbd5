var builder = DistributedApplication.CreateBuilder(args);

// grouped: all domain services in one process, for a laptop. distributed: one process each, as in production.
var distributed = builder.Configuration["topology"] switch
{
    null or "" or "grouped" => false,
    "distributed" => true,
    var other => throw new DistributedApplicationException($"--topology is '{other}'; it must be grouped or distributed."),
};

// The outbox leaves by logical replication.
var postgres = builder.AddPostgres("postgres").WithDataVolume().WithArgs("-c", "wal_level=logical");
var database = postgres.AddDatabase("thesisdb");
var redis = builder.AddRedis("redis");

// Without Kafka, events go through PostgreSQL. With --kafka mock, or a connection string of that name, through Kafka.
var kafka = builder.Configuration["kafka"] is { Length: > 0 } || builder.Configuration["ConnectionStrings:kafka"] is { Length: > 0 }
    ? builder.AddKafka("kafka")
    : null;

var demoPassword = Secret("demo-password");
var serviceSecret = Secret("service-client-secret");
var bffSecret = Secret("bff-client-secret");

var idp = builder.AddNodeApp("idp", "../platform/identity-provider", "server.mjs")
    .WithNpm(installCommand: "ci")
    .WithHttpEndpoint(port: 8081, env: "PORT")
    .WithHttpHealthCheck("/.well-known/openid-configuration");

string[] domains = ["donors", "ngos", "donations", "allocation", "orders", "drivers"];
var services = distributed
    ? domains.ToDictionary(domain => domain, domain => Service(domain, domain))
    : domains.Zip(Enumerable.Repeat(Service("services", "all"), domains.Length)).ToDictionary(s => s.First, s => s.Second);

var optengine = Host(builder.AddProject<Projects.Thesis_OptEngine>("optengine"), "services", serviceSecret)
    .WithReference(database).WaitFor(database);

var realtime = Host(builder.AddProject<Projects.Thesis_Realtime>("realtime"), "services", serviceSecret)
    .WithReference(redis).WaitFor(redis)
    .WithReference(database).WaitFor(database);

var bff = Dotnet(builder.AddProject<Projects.Thesis_Bff>("bff").WithHttpEndpoint(port: 8080), "bff", bffSecret)
    .WithExternalHttpEndpoints()
    // It passes on what browsers send, which is HTTP.
    .WithOtlpExporter(OtlpProtocol.HttpProtobuf)
    .WithReference(redis).WaitFor(redis);

// Each domain service is found by its own name, whichever process runs it. (A reference names a process once.)
foreach (var consumer in services.Values.Distinct().Append(optengine).Append(realtime).Append(bff))
{
    foreach (var (domain, service) in services)
    {
        consumer.WithEnvironment($"services__{domain}__http__0", service.GetEndpoint("http"))
            .WithEnvironment($"services__{domain}__grpc__0", service.GetEndpoint("grpc"));
    }

    consumer.WithReference(optengine).WithReference(realtime).WaitFor(idp);
}

foreach (var consumer in services.Values.Distinct().Append(optengine).Append(realtime))
{
    if (kafka is not null)
    {
        consumer.WithReference(kafka).WaitFor(kafka);
    }
}

idp.WithEnvironment("DEMO_PASSWORD", demoPassword)
    .WithEnvironment("SERVICE_CLIENT_SECRET", serviceSecret)
    .WithEnvironment("BFF_CLIENT_SECRET", bffSecret)
    .WithEnvironment("ISSUER", idp.GetEndpoint("http"))
    .WithEnvironment("BFF_URL", bff.GetEndpoint("http"));

builder.Build().Run();

IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { Special = false }, secret: true, persist: true);

IResourceBuilder<ProjectResource> Service(string name, string modules) =>
    Host(builder.AddProject<Projects.Thesis_Services>(name), "services", serviceSecret)
        .WithArgs("--service", modules)
        .WithReference(database).WaitFor(database);

// HTTP/1.1 on one port and gRPC (HTTP/2 without TLS) on another.
IResourceBuilder<ProjectResource> Host(IResourceBuilder<ProjectResource> project, string clientId, IResourceBuilder<ParameterResource> clientSecret) =>
    Dotnet(project.WithHttpEndpoint().WithHttpEndpoint(name: "grpc", env: "GRPC_PORT").WithEndpoint("grpc", e => e.Transport = "http2"), clientId, clientSecret);

// What every .NET process gets: who issues tokens, who it is, and settings that keep many small processes small.
IResourceBuilder<ProjectResource> Dotnet(IResourceBuilder<ProjectResource> project, string clientId, IResourceBuilder<ParameterResource> clientSecret) => project
    .WithHttpHealthCheck("/health")
    // Only what the processes read: the connection's single parts would need encoded secrets, which Aspirate does not know.
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
    .WithEnvironment("Authentication__Authority", idp.GetEndpoint("http"))
    .WithEnvironment("Authentication__Audience", "thesis")
    .WithEnvironment("Authentication__ClientId", clientId)
    .WithEnvironment("Authentication__ClientSecret", clientSecret)
    .WithEnvironment("DOTNET_gcServer", "0")
    .WithEnvironment("DOTNET_GCConserveMemory", "5")
    .WithEnvironment("DOTNET_TieredPGO", "0");
