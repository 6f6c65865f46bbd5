using System.Reflection;
using Aspire.Hosting;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.DotNet;

/// <summary>Builds a project as the AppHost was built.</summary>
internal sealed class ProjectBuild(IProjectMetadata project, Assembly? appHost, ProcessLauncher launcher)
{
    private const int MaxFaultLines = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    // Somebody waits: analysers speak at the next full build, and are not even loaded here.
    private static readonly string[] Quick = ["-p:RunAnalyzers=false", "-p:EnableNETAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];

    /// <summary>Builds it. Null when that worked, else what to tell the user.</summary>
    /// <param name="writeLine">Gets the build's output.</param>
    /// <param name="cancellationToken">Breaks the build off.</param>
    public async Task<string?> RunAsync(Action<string> writeLine, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var configuration = appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";
        // What is built already is left out; one project alone is built sooner without a second node to start.
        string[] leftOut = BuiltReferences.AreCurrent(project.ProjectPath, configuration) ? ["--no-dependencies", "-maxCpuCount:1"] : [];
        var specification = new ProcessSpecification(
            ProjectProcess.DotNet(),
            ["build", project.ProjectPath, "--configuration", configuration, "--nologo", "--no-restore", "-v", "q", "-nodeReuse:false", .. Quick, .. leftOut],
            Path.GetDirectoryName(project.ProjectPath) ?? "/")
        {
            // The compiler ends before what it counts of its own calls could help it.
            Environment = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" },

            // Where the compiler has a server, the next build is twice as fast for it; it bears the run's mark, and ends with it.
            LeavesServers = true,
        };
        using var process = launcher.Start($"{Path.GetFileNameWithoutExtension(project.ProjectPath)}-build", specification, (line, _) =>
        {
            writeLine(line);
            lock (faults)
            {
                if (line.Contains(": error ", StringComparison.Ordinal) && faults.Count < MaxFaultLines && !faults.Contains(line.Trim()))
                {
                    faults.Add(line.Trim());
                }
            }
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        int exitCode;
        using (limit.Token.Register(() => Signals.SendToGroup(process.Id, Signal.Kill)))
        {
            exitCode = await process.WaitForExitAsync().ConfigureAwait(false);
        }

        launcher.Ended(process);
        cancellationToken.ThrowIfCancellationRequested();
        return exitCode == 0 ? null
            : limit.IsCancellationRequested ? $"The build took longer than {Limit.TotalMinutes} min and was broken off."
            : $"The build failed with exit code {exitCode}. {string.Join(" ", faults)}";
    }
}
