using Aspire.Hosting;

namespace Thesis.Hosting.Processes;

/// <summary>Finds programs, and says how to install those that are missing.</summary>
internal static class ProgramLocation
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["node"] = "apt-get install nodejs",
        ["npm"] = "apt-get install npm",
        ["redis-server"] = "apt-get install redis-server",
        ["postgres"] = "apt-get install postgresql-15",
        ["initdb"] = "apt-get install postgresql-15",
        ["setpriv"] = "apt-get install util-linux",
        ["setsid"] = "apt-get install util-linux",
    };

    /// <summary>The absolute path of a program.</summary>
    /// <exception cref="DistributedApplicationException">It is missing; the message says how to install it.</exception>
    public static string Find(string command, string workingDirectory, params ReadOnlySpan<string> besides)
    {
        if (command.Contains('/', StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(command, workingDirectory);
            return File.Exists(path) ? path : throw Missing(command, $"there is no file '{path}'");
        }

        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        foreach (var directory in directories.Concat(besides.ToArray()).Append("/usr/sbin").Append("/sbin"))
        {
            var path = Path.Combine(directory, command);
            if (File.Exists(path) && IsExecutable(path))
            {
                return path;
            }
        }

        throw Missing(command, "it is not in PATH");
    }

    private static bool IsExecutable(string path) => (File.GetUnixFileMode(path)
        & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static DistributedApplicationException Missing(string command, string why) => new(
        Packages.TryGetValue(Path.GetFileName(command), out var install)
            ? $"The program '{command}' is missing: {why}. Install it with: {install}"
            : $"The program '{command}' is missing: {why}.");
}
