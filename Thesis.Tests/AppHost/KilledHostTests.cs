using System.Diagnostics;
using System.Runtime.Versioning;
using Thesis.Tests.Support;

namespace Thesis.AppHost.Tests;

/// <summary>An AppHost in a process of its own, on a machine whose Docker is installed and does not run.</summary>
[SupportedOSPlatform("linux")]
public sealed class KilledHostTests : IDisposable
{
    private const string StoppedDocker = """
        #!/bin/sh
        echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2
        exit 1
        """;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("thesis-docker-");
    private readonly string _run = Guid.NewGuid().ToString("n");

    public void Dispose()
    {
        // Whatever a test that failed has left.
        foreach (var id in ProcessTree.WithVariable("THESIS_TEST_RUN", _run))
        {
            using var left = Process.GetProcesses().FirstOrDefault(process => process.Id == id);
            left?.Kill();
        }

        _programs.Delete(recursive: true);
    }

    [Fact]
    public async Task Its_servers_are_processes_and_nothing_of_it_outlives_a_host_that_is_killed()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var host = Start();
        while (!Running("postgres") || !Running("redis-server"))
        {
            Assert.False(host.HasExited, "the host ended by itself");
            await Task.Delay(Poll, limit.Token);
        }

        var processes = ProcessTree.WithVariable("THESIS_TEST_RUN", _run);
        host.Kill();
        await host.WaitForExitAsync(limit.Token);

        await ProcessTree.UntilGoneAsync(processes, limit.Token);
        while (ProcessTree.WithVariable("THESIS_TEST_RUN", _run) is { Count: > 0 } later)
        {
            await ProcessTree.UntilGoneAsync(later, limit.Token); // What was just being started.
        }
    }

    private Process Start()
    {
        var docker = Path.Combine(_programs.FullName, "docker");
        File.WriteAllText(docker, StoppedDocker);
        File.SetUnixFileMode(docker, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        // Built beside this suite, in a folder of the same name.
        var built = Path.GetRelativePath(Path.Combine(RepositoryRoot.Path, "Thesis.Tests", "AppHost"), AppContext.BaseDirectory);
        var program = Path.Combine(Projects.Thesis_AppHost.ProjectPath, built, "Thesis.AppHost.dll");
        var start = IsolatedAppHost.StartInfo("dotnet", [program], Projects.Thesis_AppHost.ProjectPath);
        start.Environment["THESIS_TEST_RUN"] = _run;
        start.Environment["PATH"] = $"{_programs.FullName}:{Environment.GetEnvironmentVariable("PATH")}";

        var host = Process.Start(start) ?? throw new InvalidOperationException("The AppHost did not start.");
        host.OutputDataReceived += (_, _) => { };
        host.ErrorDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return host;
    }

    private bool Running(string program) =>
        ProcessTree.WithVariable("THESIS_TEST_RUN", _run).Any(id => ProcessTree.CommandLine(id).Contains(program, StringComparison.Ordinal));
}
