using System.Net;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class CommandTests
{
    [Fact]
    public async Task A_command_of_ones_own_gets_its_arguments_and_answers()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "sleep", ".", "7411").WithCommand(
            "greet",
            "Greet",
            context => Task.FromResult(CommandResults.Success($"hello {context.Arguments.GetString("who")}", "{}", CommandResultFormat.Json)),
            new CommandOptions { Arguments = [new InteractionInput { Name = "who", InputType = InputType.Text, Required = true }], IsHighlighted = true });

        await using var app = await builder.StartAsync();
        var running = await app.UntilAsync("server", KnownResourceStates.Running);
        var greeted = await app.ResourceCommands.ExecuteCommandAsync("server", "greet", new InteractionInputCollection([new InteractionInput { Name = "who", InputType = InputType.Text, Value = "driver" }]));
        var unanswered = await app.ResourceCommands.ExecuteCommandAsync("server", "greet");
        var unknown = await app.ResourceCommands.ExecuteCommandAsync("server", "dance");

        Assert.Equal((true, "hello driver", CommandResultFormat.Json), (greeted.Success, greeted.Message, greeted.Data?.Format));
        Assert.Equal((false, "The command 'greet' of 'server' needs the argument 'who'."), (unanswered.Success, unanswered.Message));
        Assert.Contains("has no command 'dance'. It has: greet, start, stop, restart", unknown.Message, StringComparison.Ordinal);
        Assert.True(running.Snapshot.Commands.Single(c => c.Name == "greet").IsHighlighted);
        Assert.Equal(ResourceCommandState.Hidden, running.Snapshot.Commands.Single(c => c.Name == "start").State);
    }

    [Fact]
    public async Task A_command_does_not_run_on_answers_that_it_objects_to()
    {
        await using var builder = TestApplication.Create();
        var runs = 0;
        builder.AddExecutable("server", "sleep", ".", "7417").WithCommand(
            "scale",
            "Scale",
            _ => Task.FromResult(Interlocked.Increment(ref runs) > 0 ? CommandResults.Success() : CommandResults.Canceled()),
            new CommandOptions
            {
                Arguments = [new InteractionInput { Name = "count", InputType = InputType.Number }],
                ValidateArguments = context =>
                {
                    if (context.Inputs.GetString("count") is not "2")
                    {
                        context.AddValidationError("count", "must be 2");
                    }

                    return Task.CompletedTask;
                },
            });

        await using var app = await builder.StartAsync();
        var refused = await app.ResourceCommands.ExecuteCommandAsync("server", "scale", Count("7"));
        var runsThen = runs;
        var done = await app.ResourceCommands.ExecuteCommandAsync("server", "scale", Count("2"));

        Assert.Equal((false, "count: must be 2", 0), (refused.Success, refused.Message, runsThen));
        Assert.Equal((true, 1), (done.Success, runs));

        static InteractionInputCollection Count(string value) => new([new InteractionInput { Name = "count", InputType = InputType.Number, Value = value }]);
    }

    [Fact]
    public async Task A_command_that_throws_fails_with_its_words()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("server", "sleep", ".", "7412").WithCommand("break", "Break", _ => throw new InvalidOperationException("it broke"));

        await using var app = await builder.StartAsync();
        var result = await app.ResourceCommands.ExecuteCommandAsync("server", "break");

        Assert.Equal((false, "it broke"), (result.Success, result.Message));
    }

    [Fact]
    public async Task An_HTTP_command_sends_its_request_and_tells_the_status()
    {
        await using var builder = TestApplication.Create();
        builder.AddProject("probe", new Projects.Probe().ProjectPath).WithHttpEndpoint().WithHttpHealthCheck("/health")
            .WithHttpCommand("/health", "Look", commandName: "look", commandOptions: new HttpCommandOptions { Method = HttpMethod.Get, ResultMode = HttpCommandResultMode.Text })
            .WithHttpCommand("/nowhere", "Get lost", commandName: "lost", commandOptions: new HttpCommandOptions { Method = HttpMethod.Get });

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("probe");
        var looked = await app.ResourceCommands.ExecuteCommandAsync("probe", "look");
        var lost = await app.ResourceCommands.ExecuteCommandAsync("probe", "lost");

        Assert.True(looked.Success, looked.Message);
        Assert.Equal("ok", looked.Data?.Value);
        Assert.False(lost.Success);
        Assert.EndsWith($"answered {(int)HttpStatusCode.NotFound}.", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_that_fails_is_a_state_with_the_compilers_words_and_the_others_go_on()
    {
        using var directory = new TemporaryDirectory();
        var project = directory.File("Broken.csproj", "<Project><Target Name=\"Build\"><Error Text=\"it will not build\" Code=\"X1\" /></Target></Project>");
        await using var builder = TestApplication.Create();
        builder.AddProject("broken", project);
        builder.AddExecutable("other", "sleep", ".", "7416");

        await using var app = await builder.StartAsync();
        var other = await app.UntilAsync("other", KnownResourceStates.Running);
        var unbuilt = await app.FaultOfAsync("broken");
        var rebuilt = await app.ResourceCommands.ExecuteCommandAsync("broken", KnownResourceCommands.RebuildCommand);
        var fault = await app.FaultOfAsync("broken");

        Assert.Contains("is not built. Build it with: dotnet build", unbuilt, StringComparison.Ordinal);
        Assert.False(rebuilt.Success);
        Assert.Contains("error X1: it will not build", fault, StringComparison.Ordinal);
        Assert.Equal(other.ProcessIdOf(), (await app.UntilAsync("other", KnownResourceStates.Running)).ProcessIdOf());
    }

    [Fact]
    public async Task URLs_are_the_endpoints_and_what_the_model_adds_and_changes()
    {
        await using var builder = TestApplication.Create();
        var server = builder.AddExecutable("server", "sleep", ".", "7413").WithHttpEndpoint().WithHttpEndpoint(name: "admin");
        server.WithUrlForEndpoint("http", url => url.DisplayText = "Home")
            .WithUrlForEndpoint("admin", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithUrlForEndpoint("http", endpoint => new ResourceUrlAnnotation { Url = "/docs", DisplayOrder = 5 })
            .WithUrl("https://example.org/manual", "Manual")
            .WithUrl($"{server.GetEndpoint("http")}/made");

        await using var app = await builder.StartAsync();
        var running = await app.UntilAsync("server", KnownResourceStates.Running);
        var home = app.GetEndpoint("server", "http").ToString().TrimEnd('/');

        Assert.Equal(
            [(home, "Home", false), (app.GetEndpoint("server", "admin").ToString().TrimEnd('/'), "", true), ("https://example.org/manual", "Manual", false), ($"{home}/docs", "", false), ($"{home}/made", "", false)],
            running.Snapshot.Urls.Select(u => (u.Url, u.DisplayProperties.DisplayName, u.IsInternal)));
    }

    [Fact]
    public async Task What_is_hidden_is_marked_so()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("helper", "sleep", ".", "7414").WithHidden();
        builder.AddExecutable("job", "true", ".").WithHiddenOnCompletion();

        await using var app = await builder.StartAsync();
        var helper = await app.UntilAsync("helper", KnownResourceStates.Running);
        var job = await app.UntilAsync("job", KnownResourceStates.Finished);

        Assert.True(helper.Snapshot.IsHidden);
        Assert.True(job.Snapshot.IsHidden);
    }
}
