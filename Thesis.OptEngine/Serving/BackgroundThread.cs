using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Serving;

/// <summary>
/// Lowers the priority of the calling thread, so that seconds of computing do not delay what somebody waits for on the
/// same machine. Linux keeps a nice value for each thread; <see cref="Thread.Priority"/> has no effect there.
/// </summary>
internal static partial class BackgroundThread
{
    private const int PrioProcess = 0;
    private const uint ThisThread = 0;
    private const int Nice = 10;

    /// <summary>Applies to a thread that ends after its work: it cannot be taken back without privileges.</summary>
    public static void Enter()
    {
        if (OperatingSystem.IsLinux())
        {
            // Where it is refused, the work is done at the usual priority.
            _ = SetPriority(PrioProcess, ThisThread, Nice);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
