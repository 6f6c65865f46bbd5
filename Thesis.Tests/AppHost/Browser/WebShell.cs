using Thesis.Tests.Support;

namespace Thesis.AppHost.Tests.Browser;

/// <summary>The pages that the front door serves.</summary>
internal static class WebShell
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "Thesis.Web");
    private static readonly Lazy<Task> Built = new(BuildAsync);

    /// <summary>Builds the web unless it is built. Newer sources do not count: build it again by <c>npm run build</c>.</summary>
    /// <exception cref="InvalidOperationException">It does not build; the message holds what npm printed.</exception>
    public static Task EnsureBuiltAsync() => Built.Value;

    private static async Task BuildAsync()
    {
        await NpmPackages.InstallAsync(Folder);
        if (File.Exists(Path.Combine(Folder, "dist", "index.html")))
        {
            return;
        }

        var (exitCode, output) = await NpmPackages.RunAsync(Folder, "npm", "run", "build");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"Thesis.Web does not build: {output}");
        }
    }
}
