using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.DotNet;

/// <summary>Runs a .NET project from its build output: <c>dotnet run</c> would cost a second for each.</summary>
internal sealed class ProjectProcess(IProjectMetadata project, Assembly? appHost, bool hasCertificate)
{
    private const string OutputKeyPrefix = "thesis-hosting-output:";

    public Task<ProcessSpecification> PlanAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        var output = Output();
        var missing = DevelopmentCertificate.Missing(context.Environment, hasCertificate, context.Services.GetRequiredService<TimeProvider>());
        return Task.FromResult(new ProcessSpecification(DotNet(), [output, .. context.Arguments], Path.GetDirectoryName(project.ProjectPath) ?? "/")
        {
            Environment = context.Environment,
            LikelyFault = missing,
        });
    }

    /// <summary>The dotnet program that runs this process.</summary>
    public static string DotNet()
    {
        var root = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());
        var muxer = Path.Combine(root, "dotnet");
        return File.Exists(muxer) ? muxer : ProgramLocation.Find("dotnet", "/", "/usr/share/dotnet", "/usr/lib/dotnet");
    }

    private string Output()
    {
        var recorded = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(a => string.Equals(a.Key, OutputKeyPrefix + project.ProjectPath, StringComparison.Ordinal))?.Value;
        var output = recorded ?? Newest();
        return output is not null && File.Exists(output)
            ? output
            : throw new DistributedApplicationException($"The project '{project.ProjectPath}' is not built. Build it with: dotnet build '{project.ProjectPath}'");
    }

    /// <summary>
    /// The newest output in its usual place: of the AppHost's own configuration, or of any where a test without an AppHost
    /// asks, since the configuration of a test's runner says nothing of the project's.
    /// </summary>
    private string? Newest()
    {
        var isAppHost = DistributedApplicationBuilder.Metadata(appHost, "apphostprojectpath") is not null;
        var configuration = isAppHost ? appHost?.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug" : "*";
        var directory = Path.Combine(Path.GetDirectoryName(project.ProjectPath) ?? "/", "bin");
        var file = $"{Path.GetFileNameWithoutExtension(project.ProjectPath)}.dll";
        return Directory.Exists(directory)
            ? Directory.EnumerateDirectories(directory, configuration).SelectMany(d => Directory.EnumerateDirectories(d, "net*")).Select(d => Path.Combine(d, file))
                .Where(File.Exists).MaxBy(File.GetLastWriteTimeUtc)
            : null;
    }
}
