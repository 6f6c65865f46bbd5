namespace Thesis.AppHost.Native;

internal static class BuiltProjects
{
    /// <summary>
    /// Starts the program that was built with this AppHost. Aspire starts <c>dotnet run</c>, which costs each process some
    /// seconds of work and 140 MB. Debuggers and publishing are not concerned.
    /// </summary>
    public static IResourceBuilder<ProjectResource> RunBuilt(this IResourceBuilder<ProjectResource> project)
    {
        var path = project.Resource.GetProjectMetadata().ProjectPath;
        var folder = Path.GetDirectoryName(path) ?? "";
        // This program stands in bin/Release/net10.0/ or the like, and so does the other.
        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(folder, "bin", framework.Parent?.Name ?? "", framework.Name, Path.GetFileNameWithoutExtension(path));
        return project.ApplicationBuilder.ExecutionContext.IsRunMode && File.Exists(program)
            ? project.WithAnnotation(new ExecutableAnnotation { Command = program, WorkingDirectory = folder })
            : project;
    }
}
