using Thesis.Tests.Support;

namespace Thesis.Architecture.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the root, with '/'.</param>
/// <param name="Text">Its text.</param>
internal sealed record SourceFile(string Path, string Text);

/// <summary>The files that are, or would be, committed.</summary>
internal static class Repository
{
    private static readonly Lazy<Task<IReadOnlyList<SourceFile>>> _files = new(ReadAsync);

    public static string Root => RepositoryRoot.Path;

    public static Task<IReadOnlyList<SourceFile>> FilesAsync() => _files.Value;

    public static async Task<IReadOnlyList<SourceFile>> FilesAsync(Func<string, bool> path) =>
        [.. (await FilesAsync()).Where(f => path(f.Path))];

    private static async Task<IReadOnlyList<SourceFile>> ReadAsync()
    {
        var (exitCode, output) = await NpmPackages.RunAsync(Root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
        Assert.True(exitCode == 0, output);
        var files = new List<SourceFile>();
        foreach (var path in output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            // A file deleted but not yet committed is still listed.
            if (Path.Combine(Root, path) is var full && File.Exists(full))
            {
                files.Add(new SourceFile(path, await File.ReadAllTextAsync(full)));
            }
        }

        return files;
    }
}
