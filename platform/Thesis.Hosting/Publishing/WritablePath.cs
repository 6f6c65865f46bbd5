using Aspire.Hosting;

namespace Thesis.Hosting.Publishing;

/// <summary>Makes sure that a step can write where it is told to, before it begins.</summary>
internal static class WritablePath
{
    /// <summary>The absolute path; its directory exists then.</summary>
    /// <exception cref="DistributedApplicationException">Nothing can be written there; the message says why.</exception>
    public static string Of(string output)
    {
        var path = Path.GetFullPath(output);
        var isFile = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (isFile ? Directory.Exists(path) : File.Exists(path))
        {
            throw new DistributedApplicationException($"--output-path '{output}' is a {(isFile ? "directory, and a name ending in .json must be a file" : "file, and must be a directory or a file ending in .json")}. Choose another name.");
        }

        var directory = isFile ? Path.GetDirectoryName(path) ?? "/" : path;
        var probe = Path.Combine(directory, $".thesis-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"--output-path '{output}' cannot be written: {e.Message.TrimEnd('.')}. Choose a directory that you may write to.", e);
        }
    }
}
