using System.Globalization;

namespace Thesis.Tests.Support;

/// <summary>Processes of this machine and their memory, as the kernel tells of them.</summary>
public static class ProcessTree
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The ids of all processes.</summary>
    public static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>The program and its arguments; empty for one that has ended.</summary>
    public static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ');

    /// <summary>Whether it runs. One that has ended and that nobody has asked after stays in the list without a command line.</summary>
    public static bool IsAlive(int id) => CommandLine(id) != "";

    /// <summary>
    /// The processes that were started with an environment variable of this value, and what they started. Redis and PostgreSQL write
    /// their title over their environment, so that they are known only by who started them.
    /// </summary>
    public static IReadOnlyList<int> WithVariable(string name, string value) =>
        [.. WithDescendants(All().Where(id => Read($"/proc/{id}/environ").Split('\0').Contains($"{name}={value}"))).Distinct()];

    /// <summary>The processes and all that descend from them.</summary>
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

    /// <summary>Waits until none of the processes is there.</summary>
    public static async Task UntilGoneAsync(IReadOnlyList<int> processes, CancellationToken cancel)
    {
        while (processes.Any(IsAlive))
        {
            await Task.Delay(Poll, cancel);
        }
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
            return ""; // It ended, or belongs to somebody else.
        }
    }
}
