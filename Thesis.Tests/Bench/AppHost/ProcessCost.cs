using System.Globalization;

namespace Thesis.Bench.AppHost;

/// <summary>What a process costs, from /proc.</summary>
internal static class ProcessCost
{
    private const double TicksPerSecond = 100;

    /// <summary>Memory in MB, pages shared with others counted in proportion.</summary>
    public static double MegabytesOf(int id) => File.ReadLines($"/proc/{id}/smaps_rollup")
        .Where(l => l.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;

    /// <summary>CPU time used so far, in seconds.</summary>
    public static double CpuSecondsOf(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
