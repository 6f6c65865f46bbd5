using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class ExpressionTests
{
    [Fact]
    public async Task Variables_and_arguments_may_refer_to_what_is_declared_later()
    {
        await using var builder = TestApplication.Create();
        var consumer = builder.AddExecutable("consumer", "echo", ".");
        var key = builder.AddParameter("key", "a b&c");
        var api = builder.AddExecutable("api", "sleep", ".", "7400").WithHttpEndpoint(port: 5055, isProxied: false, env: "PORT");
        var endpoint = api.GetEndpoint("http");
        consumer
            .WithEnvironment("URL", $"{endpoint.Property(EndpointProperty.Scheme)}://{endpoint.Property(EndpointProperty.HostAndPort)}/x?key={key:uri}")
            .WithEnvironment("BRACES", $"{{{endpoint.Property(EndpointProperty.Port)}}}")
            .WithEnvironment("PLAIN", $"{"plain"} text")
            .WithEnvironment("WHOLE", endpoint)
            .WithEnvironment("PARAMETER", key)
            .WithEnvironment("LATE", () => "now")
            .WithEnvironment("CALLBACK", "before")
            .WithEnvironment(context => context.EnvironmentVariables["CALLBACK"] = "after")
            .WithArgs("--to", endpoint, ReferenceExpression.Create($"p{endpoint.Property(EndpointProperty.TargetPort)}"));

        await using var app = await builder.StartAsync();
        var variables = await app.EnvironmentOfAsync("consumer");
        await app.UntilAsync("consumer", KnownResourceStates.Finished);

        Assert.Equal("http://localhost:5055/x?key=a%20b%26c", variables["URL"]);
        Assert.Equal("{5055}", variables["BRACES"]);
        Assert.Equal("plain text", variables["PLAIN"]);
        Assert.Equal("http://localhost:5055", variables["WHOLE"]);
        Assert.Equal("a b&c", variables["PARAMETER"]);
        Assert.Equal("now", variables["LATE"]);
        Assert.Equal("after", variables["CALLBACK"]);
        Assert.Equal("5055", (await app.EnvironmentOfAsync("api"))["PORT"]);
        Assert.Equal(["--to http://localhost:5055 p5055"], await app.LinesOfAsync("consumer"));
    }

    [Fact]
    public void An_expression_keeps_its_references_for_publishing()
    {
        var builder = TestApplication.Create();
        var server = builder.AddPostgres("pg");
        var database = server.AddDatabase("db");
        var cache = builder.AddRedis("cache");

        Assert.Equal(
            "{pg.connectionString};Database=db",
            database.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Matches(
            @"^\{cache\.bindings\.tcp\.host\}:\{cache\.bindings\.tcp\.port\},password=\{cache-password\.value\}\{cond-cache-bindings-tcp-tlsenabled-[0-9a-f]{8}\.connectionString\}$",
            cache.Resource.ConnectionStringExpression.ValueExpression);
        Assert.Equal("{db.connectionString}", ((IManifestExpressionProvider)database.Resource).ValueExpression);
        Assert.Equal("{pg.bindings.tcp.url}", ((IManifestExpressionProvider)server.GetEndpoint("tcp")).ValueExpression);
    }

    [Fact]
    public void An_address_that_is_not_known_yet_cannot_be_read()
    {
        var builder = TestApplication.Create();
        var endpoint = builder.AddExecutable("api", "true", ".").WithHttpEndpoint().GetEndpoint("http");

        Assert.True(endpoint.Exists);
        Assert.Throws<InvalidOperationException>(() => endpoint.Url);
        Assert.False(builder.CreateResourceBuilder<ExecutableResource>("api").GetEndpoint("other").Exists);
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("two--hyphens")]
    [InlineData("trailing-")]
    [InlineData("under_score")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123456")]
    public void A_name_that_cannot_be_a_host_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => TestApplication.Create().AddParameter(name));

    [Fact]
    public void A_name_is_used_once()
    {
        var builder = TestApplication.Create();
        builder.AddParameter("one");

        Assert.Throws<DistributedApplicationException>(() => builder.AddRedis("ONE"));
    }
}
