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

    private sealed record Label(string Text) : IResourceAnnotation;

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
