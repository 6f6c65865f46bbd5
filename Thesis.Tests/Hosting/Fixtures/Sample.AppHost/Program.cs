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

builder.Build().Run();
