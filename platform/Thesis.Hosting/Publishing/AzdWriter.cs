using Aspire.Hosting;

namespace Thesis.Hosting.Publishing;

/// <summary>Writes <c>azure.yaml</c>, by which azd finds the AppHost and asks it for its manifest.</summary>
internal static class AzdWriter
{
    private const string FileName = "azure.yaml";

    public static Task<IReadOnlyList<string>> WriteAsync(Publication publication, string directory, CancellationToken cancellationToken)
    {
        var appHost = publication.Configuration["AppHost:Path"] ?? "";
        if (!appHost.EndsWith(".csproj", StringComparison.Ordinal) || !File.Exists(appHost))
        {
            throw new DistributedApplicationException($"The AppHost's project file is not known ('{appHost}'): azd needs it.");
        }

        var settings = Deployment.DeploymentSettings.Read(Path.GetDirectoryName(appHost) ?? "/", publication.Environment.ApplicationName);
        var output = new OutputDirectory(directory);
        output.Write(FileName, "# Read by azd: azd up deploys the application to Azure Container Apps.\n" + Yaml.Text(new Map
        {
            ["name"] = settings.Name,
            ["services"] = new Map
            {
                ["app"] = new Map
                {
                    ["language"] = "dotnet",
                    ["project"] = Path.GetRelativePath(directory, appHost) is var path && path.StartsWith("..", StringComparison.Ordinal) ? path : $"./{path}",
                    ["host"] = "containerapp",
                },
            },
        }));
        return Task.FromResult(output.Files);
    }
}
