using System.Diagnostics;

namespace Thesis.Dashboard.Tests;

/// <summary>A file system of a few megabytes in a folder, which only root can have.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Null where it may not be mounted.</summary>
    public static SmallDisk? TryMount(string folder, int megabytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) != 0)
        {
            return null;
        }

        return new SmallDisk(folder);
    }

    public void Dispose() => Run("umount", "-l", _folder);

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.WaitForExit();
        return process.ExitCode;
    }
}

/// <summary>A test that runs where a small file system can be mounted, and is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.TryMount(folder.Path, megabytes: 1);
        if (disk is null)
        {
            Skip = "A small file system can be mounted by root alone.";
        }
    }
}
