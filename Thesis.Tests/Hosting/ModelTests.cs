using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>What code that adds to a model, or looks at one, finds there.</summary>
public class ModelTests
{
    [Fact]
    public async Task Kinds_of_resources_and_their_images_are_found()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("program", "true", ".");
        builder.AddContainer("box", "registry.example.org/box", "2");
        var redis = builder.AddRedis("redis");
        await using var app = builder.Build();
        var model = new DistributedApplicationModel(builder.Resources);

        Assert.Equal(["program"], model.GetExecutableResources().Select(r => r.Name));
        Assert.Equal(["box", "redis"], model.GetContainerResources().Select(r => r.Name));
        Assert.True(redis.Resource.IsContainer());
        Assert.True(model.Resources.TryGetByName("BOX", out var box));
        Assert.True(box.TryGetContainerImageName(out var image));
        Assert.Equal("registry.example.org/box:2", image);
        Assert.False(model.GetExecutableResources().Single().TryGetContainerImageName(out _));
    }

    [Fact]
    public async Task Annotations_are_found_on_those_that_a_resource_belongs_to()
    {
        await using var builder = TestApplication.Create();
        var server = builder.AddPostgres("postgres").WithAnnotation(new Label("server"));
        var database = server.AddDatabase("db");

        Assert.True(database.Resource.HasAnnotationIncludingAncestorsOfType<Label>());
        Assert.False(database.Resource.HasAnnotationOfType<Label>());
        database.WithAnnotation(new Label("database"));
        Assert.True(database.Resource.TryGetAnnotationsIncludingAncestorsOfType<Label>(out var labels));
        Assert.Equal(["database", "server"], labels.Select(l => l.Text));
    }

    [Fact]
    public async Task What_is_left_out_of_publishing_says_so()
    {
        await using var builder = TestApplication.Create();

        Assert.True(builder.AddExecutable("hidden", "true", ".").ExcludeFromManifest().Resource.IsExcludedFromPublish());
        Assert.False(builder.AddExecutable("shown", "true", ".").Resource.IsExcludedFromPublish());
    }

    [Fact]
    public async Task Arguments_for_the_engine_come_from_texts_and_functions_in_the_order_they_were_given()
    {
        await using var builder = TestApplication.Create();
        var box = builder.AddContainer("box", "busybox").WithContainerRuntimeArgs("--init").WithContainerRuntimeArgs(context => context.Args.Add("--rm"));
        var given = new List<object>();

        foreach (var annotation in box.Resource.Annotations.OfType<ContainerRuntimeArgsCallbackAnnotation>())
        {
            await annotation.Callback(new ContainerRuntimeArgsCallbackContext(given));
        }

        Assert.Equal(["--init", "--rm"], given);
    }

    [Fact]
    public async Task A_subscriber_hears_of_the_start_whatever_was_added_first()
    {
        await using var builder = TestApplication.Create();
        builder.Services.TryAddEventingSubscriber<Listener>();
        builder.Services.TryAddEventingSubscriber<Listener>();
        builder.Services.AddSingleton(new Heard());
        builder.AddParameter("colour", "blue");

        await using var app = await builder.StartAsync();

        Assert.Equal(["Run", "colour"], app.Services.GetRequiredService<Heard>().Words);
    }

    [Theory]
    [InlineData(DistributedApplicationOperation.Run, "http://localhost:7499", "k3y", "ConnectionStrings__db=Host=db;Password=k3y")]
    [InlineData(DistributedApplicationOperation.Publish, "{api.bindings.http.url}", "{key.value}", "ConnectionStrings__db={db.connectionString}")]
    public async Task How_a_resource_is_run_can_be_asked_without_running_it(DistributedApplicationOperation operation, string address, string secret, string connection)
    {
        await using var builder = TestApplication.Create("--Parameters:key", "k3y");
        var key = builder.AddParameter("key", secret: true);
        var api = builder.AddExecutable("api", "true", ".").WithHttpEndpoint(port: 7499, isProxied: false)
            .WithEndpoint("http", e => e.AllocatedEndpoint = new AllocatedEndpoint(e, "localhost", 7499));
        var client = builder.AddExecutable("client", "true", ".").WithArgs("--key", key).WithArgs(c => c.Args.Add(3))
            .WithEnvironment("API", api.GetEndpoint("http"))
            .WithReference(builder.AddConnectionString("db", ReferenceExpression.Create($"Host=db;Password={key}")));

        var asked = await ExecutionConfigurationBuilder.Create(client.Resource).WithArgumentsConfig().WithEnvironmentVariablesConfig()
            .BuildAsync(new DistributedApplicationExecutionContext(operation));

        Assert.Null(asked.Exception);
        Assert.Equal([("--key", false), (secret, true), ("3", false)], asked.Arguments);
        Assert.Contains(KeyValuePair.Create("API", address), asked.EnvironmentVariables);
        Assert.Contains(connection, asked.EnvironmentVariables.Select(v => $"{v.Key}={v.Value}"));
        Assert.Contains(api.Resource, asked.References);
    }

    [Fact]
    public async Task What_cannot_be_resolved_is_told_beside_what_can()
    {
        await using var builder = TestApplication.Create();
        var client = builder.AddExecutable("client", "true", ".").WithEnvironment("KEY", builder.AddParameter("missing")).WithEnvironment("COLOUR", "blue");

        var asked = await ExecutionConfigurationBuilder.Create(client.Resource).WithEnvironmentVariablesConfig()
            .AddExecutionConfigurationGatherer(new Labeller()).BuildAsync(builder.ExecutionContext);

        Assert.Contains("missing", asked.Exception?.Message, StringComparison.Ordinal);
        Assert.Equal([KeyValuePair.Create("COLOUR", "blue")], asked.EnvironmentVariables);
        Assert.True(asked.TryGetAdditionalData<Label>(out var label));
        Assert.Equal("client", label.Text);
    }

    private sealed class Labeller : IExecutionConfigurationGatherer
    {
        public ValueTask GatherAsync(IExecutionConfigurationGathererContext context, IResource resource, Microsoft.Extensions.Logging.ILogger resourceLogger, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken = default)
        {
            context.AddAdditionalData(new Label(resource.Name));
            return ValueTask.CompletedTask;
        }
    }

    private sealed record Label(string Text) : IResourceAnnotation, IExecutionConfigurationData;

    private sealed class Heard
    {
        public List<string> Words { get; } = [];
    }

    private sealed class Listener(Heard heard) : IDistributedApplicationEventingSubscriber
    {
        public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
        {
            heard.Words.Add(executionContext.Operation.ToString());
            eventing.Subscribe<BeforeStartEvent>((e, _) =>
            {
                heard.Words.AddRange(e.Model.Resources.Select(r => r.Name));
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        }
    }
}
