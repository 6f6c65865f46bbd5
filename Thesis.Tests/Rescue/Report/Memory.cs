using System.Globalization;

namespace Thesis.Rescue.Report;

/// <summary>What all processes of the system hold in memory, from the kernel's accounting.</summary>
internal static class Memory
{
    private const int MaxProcesses = 10_000;

    /// <summary>
    /// Megabytes of the AppHost, its orchestrator and all their descendants: proportional set size, so that pages which
    /// PostgreSQL's processes share count once.
    /// </summary>
    public static double ApplicationMegabytes(int appHost)
    {
        var processes = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0)
            .Take(MaxProcesses)
            .ToList();
        var children = processes.ToLookup(Parent);
        // The orchestrator is no child of the AppHost: it watches it.
        var orchestrator = processes.Where(pid => Read($"/proc/{pid}/cmdline").Contains($"start-apiserver\0--monitor\0{appHost}\0", StringComparison.Ordinal));
        var kilobytes = 0L;
        var pending = new Stack<int>([appHost, .. orchestrator]);
        while (pending.TryPop(out var pid))
        {
            kilobytes += ProportionalKilobytes(pid);
            foreach (var child in children[pid])
            {
                pending.Push(child);
            }
        }

        return kilobytes / 1024.0;
    }

    private static int Parent(int pid)
    {
        var stat = Read($"/proc/{pid}/stat");
        var afterName = stat.LastIndexOf(')');
        return afterName < 0 ? 0 : int.Parse(stat[(afterName + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static long ProportionalKilobytes(int pid)
    {
        var line = Read($"/proc/{pid}/smaps_rollup").Split('\n').FirstOrDefault(text => text.StartsWith("Pss:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // The process ended between the listing and the reading.
            return "";
        }
    }
}
