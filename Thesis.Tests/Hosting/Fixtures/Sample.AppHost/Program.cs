var builder = DistributedApplication.CreateBuilder(args);

var cache = builder.AddRedis("cache");
var greeting = builder.AddParameter("greeting", "hello");

builder.AddProject<Projects.Probe>("probe")
    .WithHttpEndpoint()
    .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT")
    .WithHttpHealthCheck("/health")
    .WithArgs("--mode", "sample")
    .WithEnvironment("GREETING", $"{greeting}, {builder.AppHostDirectory}")
    .WithReference(cache)
    .WaitFor(cache);

// A process with children and grandchildren, one of which leaves the group.
builder.AddExecutable("family", "sh", ".", "-c", "setsid sleep 7301 & (sleep 7302 & wait) & exec sleep 7303");

// Servers that keep their data, for tests of disks and of what outlives a run.
if (builder.Configuration["lifetime"] is { Length: > 0 } lifetime)
{
    builder.AddPostgres("pg").WithDataVolume().WithLifetime(Enum.Parse<ContainerLifetime>(lifetime));
    builder.AddRedis("store").WithLifetime(Enum.Parse<ContainerLifetime>(lifetime));
}

// A project that listens with TLS.
if (builder.Configuration["secure"] == "true")
{
    builder.AddProject<Projects.Probe>("secure", launchProfileName: null).WithHttpsEndpoint().WithHttpHealthCheck("/health");
}

builder.Build().Run();
