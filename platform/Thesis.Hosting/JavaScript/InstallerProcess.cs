using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.JavaScript;

/// <summary>Installs an app's packages, unless what is installed is newer than what the app asks for.</summary>
internal sealed class InstallerProcess(JavaScriptAppResource app)
{
    private const string InstalledRecord = "node_modules/.package-lock.json";

    public Task<ProcessSpecification> PlanAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        var manager = app.Annotations.OfType<JavaScriptPackageManagerAnnotation>().Last().ExecutableName;
        return Task.FromResult(IsUpToDate(app.WorkingDirectory)
            ? new ProcessSpecification("echo", [$"The packages are up to date: {manager} was not run."], app.WorkingDirectory) { ShownAs = manager }
            : new ProcessSpecification(manager, context.Arguments, app.WorkingDirectory) { Environment = context.Environment });
    }

    private static bool IsUpToDate(string directory)
    {
        var installed = new FileInfo(Path.Combine(directory, InstalledRecord));
        return installed.Exists && ((string[])["package.json", "package-lock.json"])
            .Select(name => new FileInfo(Path.Combine(directory, name)))
            .All(file => !file.Exists || file.LastWriteTimeUtc <= installed.LastWriteTimeUtc);
    }
}
