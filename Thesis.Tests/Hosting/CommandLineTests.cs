using Thesis.Hosting.CommandLine;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Wrong things that people type: each gets one line that names the switch and the remedy.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("--operation is 'deploy': it must be run, publish or inspect.", "--operation", "deploy")]
    [InlineData("--operation needs a value: run, publish or inspect.", "--operation")]
    [InlineData("--operation needs a value", "--operation", "--publisher", "manifest")]
    [InlineData("--publisher needs a value: one of manifest, kubernetes", "--publisher")]
    [InlineData("--step needs a value: one of publish-manifest", "--step=")]
    [InlineData("--output-path needs a value: the file (ending in .json) or directory", "--publisher", "manifest", "--output-path")]
    [InlineData("--log-level is 'loud': it must be one of Trace, Debug", "--log-level", "loud")]
    [InlineData("--log-level is '7'", "--log-level=7")]
    [InlineData("--environment needs a value", "--environment")]
    [InlineData("--only needs a value: names of resources and groups", "--only", "--isolated")]
    [InlineData("--isolated is 'ja': it must be true or false, or stand alone.", "--isolated=ja")]
    [InlineData("There is no switch --oprtion: did you mean --operation?", "--oprtion", "run")]
    [InlineData("There is no switch --isolate: did you mean --isolated?", "--isolate")]
    [InlineData("There is no switch -p", "-p", "x")]
    [InlineData("--step is for publishing, and nothing says to publish: add --operation publish", "--step", "publish-manifest", "--output-path", "/tmp")]
    [InlineData("--output-path is for publishing", "--output-path", "/tmp")]
    public void A_wrong_switch_is_refused_with_its_name_and_the_remedy(string message, params string[] args)
    {
        var refusal = Assert.Throws<DistributedApplicationException>(() => new DistributedApplicationBuilder(args));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("--region", "eu")]
    [InlineData("--Parameters:step", "one")]
    [InlineData("--topology=grouped", "--kafka", "mock", "--isolated", "--only", "a,b")]
    [InlineData("--isolated", "false", "--yes", "--log-level", "warning")]
    [InlineData("--password", "-7")]
    [InlineData("--operation", "run", "--output-path", "/tmp")]
    public void Switches_of_the_AppHosts_own_are_left_to_it(params string[] args) => Assert.True(new DistributedApplicationBuilder(args).ExecutionContext.IsRunMode);

    [Theory]
    [InlineData("false", "--isolated", "false", "--region", "eu")]
    [InlineData("true", "--isolated", "true", "--region", "eu")]
    [InlineData("true", "--isolated", "--region", "eu")]
    [InlineData("false", "--region", "eu", "--isolated=false")]
    public void A_flag_stands_alone_or_takes_true_or_false(string isolated, params string[] args)
    {
        var configuration = new DistributedApplicationBuilder(args).Configuration;

        Assert.Equal(isolated, configuration["DcpPublisher:RandomizePorts"]);
        Assert.Equal("eu", configuration["region"]);
    }

    [Theory]
    [InlineData("There is no publisher 'helm'. There are: manifest, kubernetes", "--publisher", "helm", "--output-path", "/tmp")]
    [InlineData("There is no step 'push'. There are: publish-manifest", "--operation", "publish", "--step", "push", "--output-path", "/tmp")]
    [InlineData("The step publish-manifest needs --output-path", "--publisher", "manifest")]
    [InlineData("--output-path '/proc/none/out' cannot be written: ", "--publisher", "kubernetes", "--output-path", "/proc/none/out")]
    [InlineData("--output-path '/proc/none/m.json' cannot be written: ", "--publisher", "manifest", "--output-path", "/proc/none/m.json")]
    [InlineData("--output-path '/proc/version' is a file", "--publisher", "compose", "--output-path", "/proc/version")]
    public async Task What_cannot_be_published_is_one_line_and_an_exit_code(string message, params string[] args)
    {
        using var state = new TemporaryDirectory();

        var (exitCode, output, error) = await SampleHost.RunAsync(state.Path, args);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"publish: {message}", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("Sample.AppHost: --operation is 'deploy': it must be", "--operation", "deploy")]
    [InlineData("Sample.AppHost: --only names 'nobody', and there is no such resource or group. Resources: cache, probe, family. Groups: ", "--only", "nobody")]
    public async Task What_cannot_be_started_is_one_line_and_an_exit_code(string message, params string[] args)
    {
        using var state = new TemporaryDirectory();

        var (exitCode, output, error) = await SampleHost.RunAsync(state.Path, args);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal("", output);
    }

    [Fact]
    public void The_publisher_is_known_to_the_model()
    {
        Assert.Equal("manifest", new DistributedApplicationBuilder(["--publisher", "manifest"]).ExecutionContext.PublisherName);
        Assert.Equal("kubernetes", new DistributedApplicationBuilder(["--publisher", "kubernetes"]).ExecutionContext.PublisherName);
        Assert.Equal("manifest", new DistributedApplicationBuilder([]).ExecutionContext.PublisherName);
    }

    [Fact]
    public async Task Images_come_from_the_registry_that_the_options_name()
    {
        await using var builder = DistributedApplicationTestingBuilder.Create([], (options, _) => options.ContainerRegistryOverride = "registry.example.org");
        var image = builder.AddContainer("box", "docker.io/library/busybox").WithContainerRuntimeArgs("--init").Resource.Annotations.OfType<ContainerImageAnnotation>().Single();

        await using var app = await builder.StartAsync();

        Assert.Equal("registry.example.org", image.Registry);
    }

    [Fact]
    public async Task Who_asks_for_the_details_gets_the_stack()
    {
        using var state = new TemporaryDirectory();

        var (exitCode, _, error) = await SampleHost.RunAsync(state.Path, "--operation", "deploy", "--include-exception-details");

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"at {typeof(PublishingArguments).FullName}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_written_for_people_keeps_its_stack()
    {
        Assert.Null(StartFailure.Describe(new NotSupportedException("a fault of ours")));
        Assert.Null(StartFailure.Describe(new ArgumentException("thrown by nobody")));
        Assert.EndsWith(": the disk is full.", StartFailure.Describe(new DistributedApplicationException("the disk is full.")), StringComparison.Ordinal);
    }
}
