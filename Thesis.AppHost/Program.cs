var builder = DistributedApplication.CreateBuilder(args);

// The outbox leaves by logical replication.
var postgres = builder.AddPostgres("postgres").WithDataVolume().WithArgs("-c", "wal_level=logical");
var database = postgres.AddDatabase("thesisdb");
var redis = builder.AddRedis("redis");

var demoPassword = Secret("demo-password");
var serviceSecret = Secret("service-client-secret");
var bffSecret = Secret("bff-client-secret");

var idp = builder.AddNodeApp("idp", "../platform/identity-provider", "server.mjs")
    .WithNpm(installCommand: "ci")
    .WithHttpEndpoint(port: 8081, env: "PORT")
    .WithHttpHealthCheck("/.well-known/openid-configuration");

var services = Host(builder.AddProject<Projects.Thesis_Services>("services"), "services", serviceSecret)
    .WithArgs("--service", "all")
    .WithReference(database).WaitFor(database);

var optengine = Host(builder.AddProject<Projects.Thesis_OptEngine>("optengine"), "services", serviceSecret)
    .WithReference(database).WaitFor(database);

var realtime = Host(builder.AddProject<Projects.Thesis_Realtime>("realtime"), "services", serviceSecret)
    .WithReference(redis).WaitFor(redis)
    .WithReference(database).WaitFor(database);

var bff = Dotnet(builder.AddProject<Projects.Thesis_Bff>("bff").WithHttpEndpoint(port: 8080), "bff", bffSecret)
    .WithExternalHttpEndpoints()
    .WithReference(redis).WaitFor(redis);

// Each domain service is found by its own name, whichever process runs it.
string[] domains = ["donors", "ngos", "donations", "allocation", "orders", "drivers"];
foreach (var consumer in (IResourceBuilder<ProjectResource>[])[services, optengine, realtime, bff])
{
    foreach (var domain in domains)
    {
        consumer.WithReference(services, domain);
    }

    consumer.WithReference(optengine).WithReference(realtime).WaitFor(idp);
}

idp.WithEnvironment("DEMO_PASSWORD", demoPassword)
    .WithEnvironment("SERVICE_CLIENT_SECRET", serviceSecret)
    .WithEnvironment("BFF_CLIENT_SECRET", bffSecret)
    .WithEnvironment("ISSUER", idp.GetEndpoint("http"))
    .WithEnvironment("BFF_URL", bff.GetEndpoint("http"));

builder.Build().Run();

IResourceBuilder<ParameterResource> Secret(string name) =>
    builder.AddParameter(name, new GenerateParameterDefault { Special = false }, secret: true, persist: true);

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
