using System.Globalization;

namespace Thesis.Bench.AppHost;

/// <summary>Processes and their memory, from /proc.</summary>
internal static class ProcessTree
{
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0);

    public static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ');

    // One that has ended and that nobody has asked after stays in the list without a command line.
    public static bool IsAlive(int id) => CommandLine(id) != "";

    public static IReadOnlyList<int> WithDescendants(IEnumerable<int> roots)
    {
        var children = All().ToLookup(Parent);
        var found = new List<int>();
        var pending = new Stack<int>(roots);
        while (pending.TryPop(out var id))
        {
            found.Add(id);
            foreach (var child in children[id])
            {
                pending.Push(child);
            }
        }

        return found;
    }

    /// <summary>Memory in MB, pages shared with others counted in proportion (PSS).</summary>
    public static double Megabytes(IEnumerable<int> ids) => ids
        .SelectMany(id => Read($"/proc/{id}/smaps_rollup").Split('\n'))
        .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)) / 1024;

    private static int Parent(int id)
    {
        var stat = Read($"/proc/{id}/stat");
        return stat == "" ? 0 : int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended meanwhile.
        }
    }
}
