using Thesis.AppHost;
using Thesis.AppHost.Native;

var builder = DistributedApplication.CreateBuilder(args);
builder.AddPatientHealthChecks();

// grouped: all domain services in one process, for a laptop. distributed: one process each, as in production.
var distributed = builder.Configuration["topology"] switch
{
    null or "" or "grouped" => false,
    "distributed" => true,
    var other => throw new DistributedApplicationException($"--topology is '{other}'; it must be grouped or distributed."),
};

// The outbox leaves by logical replication.
var postgres = builder.AddPostgres("postgres", password: Secret("postgres-password"))
    .WithImageTag("15.20")
    .WithDataVolume()
    .WithArgs("-c", "wal_level=logical")
    .RunAsProcess();
var database = postgres.AddDatabase("thesisdb");
var redis = builder.AddRedis("redis").WithImageTag("7.0.15").RunAsProcess();
var kafka = builder.AddKafkaIfWanted("kafka");

var serviceSecret = Secret("service-client-secret");
var bffSecret = Secret("bff-client-secret");

var together = distributed ? null : Domains("services", "all");
var identity = Domain("identity");
var donors = Domain("donors");
var ngos = Domain("ngos");
var donations = Domain("donations").WithReference(donors);
var allocation = Domain("allocation");
var orders = Domain("orders");
var drivers = Domain("drivers").WithReference(orders);

Service<Projects.Thesis_OptEngine>("optengine")
    .WithReference(database).WaitFor(database)
    .WithEventsThrough(kafka);

var realtime = Service<Projects.Thesis_Realtime>("realtime")
    .WithReference(redis).WaitFor(redis)
    .WithReference(database).WaitFor(database)
    .WithEventsThrough(kafka)
    .WithReference(donors).WithReference(ngos).WithReference(donations).WithReference(orders).WithReference(drivers);

// Last of all, because the ports of gRPC are numbered in this order.
var users = Domain("users").WithReference(identity).WithReference(drivers);
var regions = Domain("regions");
var notifications = Domain("notifications").WithReference(identity);
var chat = Domain("chat");
realtime.WithReference(chat);

var bff = DotNet<Projects.Thesis_Bff>("bff", "bff", bffSecret, port: 8080)
    .WithExternalHttpEndpoints()
    // It passes on what browsers send, which is HTTP.
    .WithOtlpExporter(OtlpProtocol.HttpProtobuf)
    .WithReference(redis).WaitFor(redis)
    .WithReference(identity).WithReference(users).WithReference(regions).WithReference(notifications).WithReference(chat)
    .WithReference(donors).WithReference(ngos).WithReference(donations).WithReference(allocation).WithReference(orders).WithReference(drivers)
    .WithReference(realtime);

identity.Process
    .WithEnvironment("Identity__BffSecret", bffSecret)
    .WithEnvironment("Identity__ServicesSecret", serviceSecret);
// Sessions that end there end here too.
identity.Process.WithEnvironment("Identity__FrontDoor", bff.GetEndpoint("http"));
if (builder.ExecutionContext.IsRunMode)
{
    identity.Process.WithEnvironment("Identity__DemoPassword", Secret("demo-password"));
}

// Browsers know the identity provider by the front door's address; processes go to it directly.
foreach (var process in builder.Resources.OfType<ProjectResource>())
{
    builder.CreateResourceBuilder(process)
        .WithEnvironment("Authentication__Authority", identity.Process.GetEndpoint("http"))
        .WithEnvironment("Authentication__Issuer", bff.GetEndpoint("http"));
    if (builder.ExecutionContext.IsPublishMode)
    {
        // It is another machine's there, on a network of the system's own.
        builder.CreateResourceBuilder(process).WithEnvironment("Authentication__AllowHttp", "true");
    }
}

builder.Build().Run();

IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { Special = false }, secret: true, persist: true);

DomainService Domain(string name) => new(name, together ?? Domains(name, name));

IResourceBuilder<ProjectResource> Domains(string name, string modules) => Service<Projects.Thesis_Services>(name)
    .WithArgs("--service", modules)
    .WithReference(database).WaitFor(database)
    .WithEventsThrough(kafka);

// HTTP/1.1 on one port and gRPC (HTTP/2 without TLS) on another.
IResourceBuilder<ProjectResource> Service<T>(string name) where T : IProjectMetadata, new() => DotNet<T>(name, "services", serviceSecret)
    .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT").WithEndpoint("grpc", e => e.Transport = "http2");

// What every .NET process gets: who issues tokens, who it is, and settings that keep many small processes small.
IResourceBuilder<ProjectResource> DotNet<T>(string name, string clientId, IResourceBuilder<ParameterResource> clientSecret, int? port = null)
    where T : IProjectMetadata, new() => builder.AddProject<T>(name)
    .RunBuilt()
    .WithHttpEndpoint(port)
    .WithHttpHealthCheck("/health")
    // Only what the processes read: the connection's single parts would need encoded secrets, which Aspirate does not know.
    .WithReferenceEnvironment(ReferenceEnvironmentInjectionFlags.ConnectionString | ReferenceEnvironmentInjectionFlags.ServiceDiscovery)
    .WithEnvironment("Authentication__Audience", "thesis")
    .WithEnvironment("Authentication__ClientId", clientId)
    .WithEnvironment("Authentication__ClientSecret", clientSecret)
    .WithEnvironment("DOTNET_gcServer", "0")
    .WithEnvironment("DOTNET_GCConserveMemory", "5")
    .WithEnvironment("DOTNET_TieredPGO", "0");
