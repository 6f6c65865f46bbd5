using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.State;

/// <summary>Directories that a process of another user can reach.</summary>
internal static class SharedDirectory
{
    private const string SystemRoot = "/var/lib/thesis";

    /// <summary>
    /// A directory of the run's state; one under <c>/var/lib/thesis</c> when another user must reach it and cannot,
    /// because the checkout is in a private directory.
    /// </summary>
    public static string Choose(StateDirectory state, string name, bool othersUse)
    {
        var path = Path.Combine(state.EnsureExists(), name);
        if (othersUse)
        {
            OpenToOthers(state.Path);
            if (!IsReachable(state.Path))
            {
                var checkout = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(state.Path)))[..16];
                path = Path.Combine(SystemRoot, checkout, name);
                state.AlsoDelete(Path.Combine(SystemRoot, checkout));
            }
        }

        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Makes another user the owner of files.</summary>
    public static async Task GiveToAsync(string? user, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (user is null)
        {
            return;
        }

        using var chown = System.Diagnostics.Process.Start(ProgramLocation.Find("chown", "/"), [$"{user}:{user}", "--", .. paths]);
        await chown.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (chown.ExitCode != 0)
        {
            throw new DistributedApplicationException($"The user '{user}' cannot be made the owner of {string.Join(", ", paths)}. Does it exist?");
        }
    }

    private static void OpenToOthers(string path) =>
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);

    private static bool IsReachable(string path)
    {
        for (var at = new DirectoryInfo(path); at is not null; at = at.Parent)
        {
            if ((at.UnixFileMode & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
