using System.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Thesis.Hosting.Processes;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>The rebuild command, on a project of the test's own.</summary>
public sealed class RebuildTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Program => Path.Combine(_directory.Path, "Program.cs");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task An_edited_project_is_healthy_again_after_its_rebuild_and_one_that_does_not_build_says_why()
    {
        var project = _directory.File("Tiny.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
            """);
        await WriteAsync("first");
        Assert.Equal(0, await BuildAsync(project));
        await using var builder = TestApplication.Create();
        var tiny = builder.AddProject("tiny", project).WithHttpEndpoint().WithHttpHealthCheck("/says");
        builder.AddExecutable("other", "sleep", ".", "7451");
        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("tiny");
        var other = (await app.UntilAsync("other", KnownResourceStates.Running)).ProcessIdOf();
        using var http = new HttpClient { BaseAddress = new Uri(tiny.GetEndpoint("http").Url) };
        Assert.Equal("first", await http.GetStringAsync(new Uri("/says", UriKind.Relative), Deadline.Token));

        await WriteAsync("second");
        var rebuilt = await app.ResourceCommands.ExecuteCommandAsync("tiny", KnownResourceCommands.RebuildCommand, Deadline.Token);
        await app.ResourceNotifications.WaitForResourceAsync("tiny", e => e.Snapshot is { State.Text: "Running", HealthStatus: HealthStatus.Healthy }, Deadline.Token);

        Assert.True(rebuilt.Success, rebuilt.Message);
        Assert.Equal("second", await http.GetStringAsync(new Uri("/says", UriKind.Relative), Deadline.Token));
        Assert.Equal(other, (await app.UntilAsync("other", KnownResourceStates.Running)).ProcessIdOf());

        await File.WriteAllTextAsync(Program, "this is no program");
        var broken = await app.ResourceCommands.ExecuteCommandAsync("tiny", KnownResourceCommands.RebuildCommand, Deadline.Token);
        Assert.False(broken.Success);
        Assert.Contains("error CS", await app.FaultOfAsync("tiny"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_build_leaves_running_for_the_next_one_goes_on_until_the_application_ends()
    {
        const string Server = "sleep 7452.25";
        var project = _directory.File("Tiny.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <Target Name="Serve" AfterTargets="Build" Condition="'$({ProcessLauncher.OwnerVariable})' != ''">
                <Exec Command="{Server} &lt;/dev/null &gt;/dev/null 2&gt;&amp;1 &amp;" />
              </Target>
            </Project>
            """);
        await WriteAsync("first");
        Assert.Equal(0, await BuildAsync(project));
        await using (var builder = TestApplication.Create())
        {
            builder.AddProject("tiny", project).WithExplicitStart();
            await using var app = await builder.StartAsync();

            var rebuilt = await app.ResourceCommands.ExecuteCommandAsync("tiny", KnownResourceCommands.RebuildCommand, Deadline.Token);

            Assert.True(rebuilt.Success, rebuilt.Message);
            Assert.Equal(1, Family.Count(Server));
        }

        Assert.Equal(0, Family.Count(Server));
    }

    private Task WriteAsync(string word) => File.WriteAllTextAsync(
        Program, $"var app = WebApplication.Create(args);\napp.MapGet(\"/says\", () => \"{word}\");\napp.Run();\n");

    private static async Task<int> BuildAsync(string project)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["build", project, "--configuration", BuiltCopy.Configuration, "-v", "q", "--nologo", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("dotnet did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(Deadline.Token);
        Assert.True(process.ExitCode == 0, await output);
        return process.ExitCode;
    }
}
