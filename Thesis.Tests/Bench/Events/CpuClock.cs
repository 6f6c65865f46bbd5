using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Thesis.Bench.Events;

/// <summary>CPU time of this process and of a PostgreSQL server reached by a socket in its folder.</summary>
internal sealed class CpuClock(string connectionString)
{
    private const double TicksPerSecond = 100; // Linux reports CPU time to user space in hundredths.
    private readonly string _data = Path.Combine(new NpgsqlConnectionStringBuilder(connectionString).Host ?? "", "data");

    public (TimeSpan Process, TimeSpan Server) Read()
    {
        using var self = Process.GetCurrentProcess();
        var server = Directory.GetDirectories("/proc").Where(IsServer).Sum(ReadSeconds);
        return (self.TotalProcessorTime, TimeSpan.FromSeconds(server));
    }

    private bool IsServer(string folder)
    {
        try
        {
            return int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
                && new FileInfo(Path.Combine(folder, "cwd")).LinkTarget == _data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static double ReadSeconds(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0; // The backend has just ended.
        }
    }
}
