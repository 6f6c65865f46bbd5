using System.Diagnostics;

namespace Thesis.Hosting.Processes;

/// <summary>
/// A shell that outlives the AppHost by a moment. It reads the ids of process groups from a pipe; when the pipe closes
/// without a farewell, because the AppHost was killed or crashed, it ends those groups and every process with the run's mark.
/// </summary>
internal sealed class Watchdog : IAsyncDisposable
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        groups=
        while read -r op id; do
          case $op in
            +) groups="$groups $id" ;;
            -) left=; for g in $groups; do [ "$g" = "$id" ] || left="$left $g"; done; groups=$left ;;
            .) exit 0 ;;
          esac
        done
        marked() { grep -lsaF "$1" /proc/[0-9]*/environ | cut -d/ -f3; }
        alive() { for g in $groups; do kill -s 0 -- "-$g" && return 0; done; [ -n "$(marked "$1")" ]; }
        for g in $groups; do kill -s TERM -- "-$g"; done
        tries=0
        while [ $tries -lt 30 ] && alive "$1"; do sleep 0.1; tries=$((tries + 1)); done
        for g in $groups; do kill -s KILL -- "-$g"; done
        tries=0
        while [ $tries -lt 50 ]; do
          left=$(marked "$1")
          [ -n "$left" ] || break
          kill -s KILL $left
          sleep 0.1
          tries=$((tries + 1))
        done
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell;

    private Watchdog(Process shell) => _shell = shell;

    /// <summary>Starts the shell.</summary>
    /// <param name="mark">What stands in the environment of every process of the run.</param>
    public static Watchdog Start(string mark)
    {
        var start = new ProcessStartInfo(ProgramLocation.Find("setsid", "/"))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["/bin/sh", "-c", Script, "thesis-watchdog", $"{ProcessLauncher.OwnerVariable}={mark}"])
        {
            start.ArgumentList.Add(argument);
        }

        // A watchdog that an AppHost inside another's process tree starts must not carry the other's mark.
        start.Environment.Remove(ProcessLauncher.OwnerVariable);
        var shell = Process.Start(start) ?? throw new InvalidOperationException("The watchdog did not start.");
        shell.StandardInput.AutoFlush = true;
        return new Watchdog(shell);
    }

    public void Guard(int groupId) => Tell($"+ {groupId}");

    public void Release(int groupId) => Tell($"- {groupId}");

    public async ValueTask DisposeAsync()
    {
        Tell(". .");
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();
    }

    private void Tell(string line)
    {
        try
        {
            lock (_lock)
            {
                _shell.StandardInput.Write(line + "\n");
            }
        }
        catch (IOException)
        {
            // Someone killed the watchdog; the ledger on disk still lets the next start clean up.
        }
    }
}
