using System.Globalization;
using System.Text;

namespace Thesis.Hosting.Processes;

/// <summary>Reads <c>/proc</c>: who is alive since when, and what they were started with.</summary>
internal static class ProcessTable
{
    private const int StartTimeField = 19;
    private const int ParentField = 1;
    private const int MaxGenerations = 64;

    /// <summary>When a process started, in clock ticks since boot; null when it is gone or a zombie.</summary>
    public static long? StartTime(int processId) => Field(processId, StartTimeField);

    /// <summary>Whether a process is another, or was started by it or by one of its own. PostgreSQL's lead groups of their own.</summary>
    public static bool IsOrDescendsFrom(int processId, int ancestor)
    {
        for (var (at, generation) = (processId, 0); at > 1 && generation < MaxGenerations; generation++)
        {
            if (at == ancestor)
            {
                return true;
            }

            at = (int?)Field(at, ParentField) ?? 0;
        }

        return false;
    }

    /// <summary>A process's command line, for people; null when it is gone.</summary>
    public static string? CommandLine(int processId) =>
        ReadText($"/proc/{processId}/cmdline")?.Replace('\0', ' ').Trim() is { Length: > 0 } line
            ? line
            : ReadText($"/proc/{processId}/comm")?.Trim();

    /// <summary>The processes whose initial environment holds a text.</summary>
    public static IEnumerable<int> WithEnvironment(string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return All().Where(id => ReadBytes($"/proc/{id}/environ") is { } environment && environment.AsSpan().IndexOf(wanted) >= 0);
    }

    /// <summary>The processes whose standard output goes to a file that is wanted, even if that is deleted.</summary>
    public static IEnumerable<int> WritingTo(Predicate<string> wanted) => All().Where(id => OutputOf(id) is { } file && wanted(file));

    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 1);

    private static long? Field(int processId, int field)
    {
        var stat = ReadText($"/proc/{processId}/stat");
        var end = stat?.LastIndexOf(')') ?? -1;
        if (stat is null || end < 0)
        {
            return null;
        }

        // After the command in parentheses come the state and the other fields.
        var fields = stat[(end + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[field], CultureInfo.InvariantCulture);
    }

    private static string? OutputOf(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/fd/1").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to someone else.
            return null;
        }
    }

    private static string? ReadText(string path) => ReadBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static byte[]? ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or belongs to someone else.
            return null;
        }
    }
}
