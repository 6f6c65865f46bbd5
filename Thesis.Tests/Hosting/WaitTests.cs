using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class WaitTests
{
    [Fact]
    public async Task A_resource_starts_once_what_it_waits_for_is_healthy_and_ready()
    {
        var healthy = false;
        var handlers = new TaskCompletionSource();
        await using var builder = TestApplication.Create();
        builder.Services.AddHealthChecks().AddCheck("switch", () => Volatile.Read(ref healthy) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("not yet"));
        var server = builder.AddExecutable("server", "sleep", ".", "7401").WithHealthCheck("switch").OnResourceReady((_, _, _) => handlers.Task);
        builder.AddExecutable("client", "true", ".").WaitFor(server);
        builder.AddExecutable("witness", "true", ".").WithExplicitStart();

        await using var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("server", e => e.Snapshot.HealthReports.Any(r => r.Description == "not yet"), Deadline.Token);
        var waiting = await app.UntilAsync("client", KnownResourceStates.Waiting);
        Assert.Equal("server", waiting.Snapshot.Properties.Single(p => p.Name == "waiting.for").Value);

        Volatile.Write(ref healthy, true);
        await app.ResourceNotifications.WaitForResourceAsync("server", e => e.Snapshot.HealthStatus == HealthStatus.Healthy, Deadline.Token);

        // By the time another process has run, the client would have too.
        await app.ResourceCommands.ExecuteCommandAsync("witness", KnownResourceCommands.StartCommand);
        await app.UntilAsync("witness", KnownResourceStates.Finished);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("client", out var still));
        Assert.Equal(KnownResourceStates.Waiting, still.Snapshot.State?.Text);

        handlers.SetResult();
        await app.UntilAsync("client", KnownResourceStates.Finished);
    }

    [Fact]
    public async Task A_wait_for_completion_ends_with_the_exit_code_or_fails()
    {
        await using var builder = TestApplication.Create();
        var good = builder.AddExecutable("good", "sh", ".", "-c", "exit 3");
        builder.AddExecutable("after-good", "true", ".").WaitForCompletion(good, 3);
        builder.AddExecutable("after-bad", "true", ".").WaitForCompletion(good);

        await using var app = await builder.StartAsync();

        Assert.Equal(0, (await app.UntilAsync("after-good", KnownResourceStates.Finished)).Snapshot.ExitCode);
        Assert.Contains("exit code 3", await app.FaultOfAsync("after-bad"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_for_what_fails_ends_at_once_and_says_why()
    {
        await using var builder = TestApplication.Create();
        var server = builder.AddExecutable("server", "sh", ".", "-c", "echo out of luck >&2; exit 7");
        builder.AddExecutable("client", "true", ".").WaitFor(server).WaitForStart(server);
        builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        server.WithHealthCheck("never");

        await using var app = await builder.StartAsync();
        var fault = await app.FaultOfAsync("client");

        Assert.Contains("exit code 7", fault, StringComparison.Ordinal);
        Assert.Contains("out of luck", fault, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DistributedApplicationException>(() => app.UntilHealthyAsync("server"));
    }

    [Fact]
    public async Task A_failed_resource_that_is_waited_on_can_be_started_by_hand()
    {
        using var directory = new TemporaryDirectory();
        var marker = Path.Combine(directory.Path, "marker");
        await using var builder = TestApplication.Create();
        var server = builder.AddExecutable("server", "sh", ".", "-c", $"test -e {marker} && exec sleep 7402").WithHealthCheck("marker");
        builder.Services.AddHealthChecks().AddCheck("marker", () => File.Exists(marker) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        builder.AddExecutable("client", "true", ".").WaitFor(server, WaitBehavior.WaitOnResourceUnavailable);

        await using var app = await builder.StartAsync();
        await app.UntilAsync("server", KnownResourceStates.Finished);
        await app.UntilAsync("client", KnownResourceStates.Waiting);
        directory.File("marker", "");
        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("server", KnownResourceCommands.StartCommand)).Success);

        await app.UntilAsync("client", KnownResourceStates.Finished);
    }

    [Fact]
    public async Task Who_waits_for_a_parameter_starts_once_it_has_a_value()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("ready", "true", ".").WaitFor(builder.AddParameter("given", "1"));
        builder.AddExecutable("stuck", "true", ".").WaitFor(builder.AddParameter("missing"));
        builder.AddExecutable("patient", "true", ".").WaitFor(builder.AddParameter("later"), WaitBehavior.WaitOnResourceUnavailable);

        await using var app = await builder.StartAsync();

        await app.UntilAsync("ready", KnownResourceStates.Finished);
        Assert.Contains("'missing' did not start. Its state is ValueMissing", await app.FaultOfAsync("stuck"), StringComparison.Ordinal);
        await app.UntilAsync("patient", KnownResourceStates.Waiting);
        await app.ResourceCommands.ExecuteCommandAsync("later", KnownResourceCommands.SetParameterCommand, new InteractionInputCollection([new InteractionInput { Name = "value", InputType = InputType.Text, Value = "now" }]));
        await app.UntilAsync("patient", KnownResourceStates.Finished);
    }

    [Fact]
    public async Task The_start_command_does_not_wait()
    {
        await using var builder = TestApplication.Create();
        var never = builder.AddExecutable("never", "true", ".").WithExplicitStart();
        builder.AddExecutable("client", "true", ".").WaitFor(never);

        await using var app = await builder.StartAsync();
        await app.UntilAsync("never", KnownResourceStates.NotStarted);
        await app.UntilAsync("client", KnownResourceStates.Waiting);
        await app.ResourceCommands.ExecuteCommandAsync("client", KnownResourceCommands.StartCommand);

        await app.UntilAsync("client", KnownResourceStates.Finished);
    }

    [Fact]
    public void A_resource_waits_neither_for_itself_nor_for_what_it_is_part_of()
    {
        var builder = TestApplication.Create();
        var own = builder.AddExecutable("own", "true", ".");

        Assert.Throws<DistributedApplicationException>(() => own.WaitFor(own));
    }

    [Fact]
    public async Task An_unknown_health_check_or_resource_is_an_error_at_once()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("own", "true", ".").WithHealthCheck("unregistered");
        await using var app = await builder.BuildAsync();

        var failure = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.StartAsync());
        Assert.Contains("unregistered", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.ResourceNotifications.WaitForResourceAsync("nobody"));
    }

    [Fact]
    public async Task A_wait_that_is_called_off_says_where_the_resource_stood()
    {
        await using var builder = TestApplication.Create();
        builder.AddExecutable("slow", "sh", ".", "-c", "echo working hard; exec sleep 7403");
        builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy("still warming up"));
        builder.CreateResourceBuilder<ExecutableResource>("slow").WithHealthCheck("never");

        await using var app = await builder.StartAsync();
        await app.ResourceNotifications.WaitForResourceAsync("slow", e => e.Snapshot.HealthReports.Any(r => r.Description is not null), Deadline.Token);
        await Deadline.UntilAsync(() => app.LinesOfAsync("slow").Result.Count > 0, "a line of the log");
        using var impatient = new CancellationTokenSource();
        var wait = app.ResourceNotifications.WaitForResourceHealthyAsync("slow", impatient.Token);
        await impatient.CancelAsync();

        var ended = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Contains("still warming up", ended.Message, StringComparison.Ordinal);
        Assert.Contains("working hard", ended.Message, StringComparison.Ordinal);
    }
}
