using System.Runtime.InteropServices;

namespace Thesis.Hosting.Processes;

/// <summary>The signals sent to programs, by their numbers on Linux and macOS.</summary>
internal enum Signal
{
    Probe = 0,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}

/// <summary>Sends signals.</summary>
internal static class Signals
{
    /// <summary>Signals one process; false when it is gone.</summary>
    public static bool SendToProcess(int processId, Signal signal) => processId > 1 && Kill(processId, (int)signal) == 0;

    /// <summary>Signals every process of a group; false when none is left.</summary>
    public static bool SendToGroup(int groupId, Signal signal) => groupId > 1 && Kill(-groupId, (int)signal) == 0;

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
