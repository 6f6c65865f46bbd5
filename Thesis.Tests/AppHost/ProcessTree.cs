namespace Thesis.AppHost.Tests;

/// <summary>Processes of this machine, as the kernel tells of them.</summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>The processes that were started with an environment variable of this value, and what they started.</summary>
    public static IReadOnlyList<int> WithVariable(string name, string value) =>
        [.. All().Where(id => Read($"/proc/{id}/environ").Split('\0').Contains($"{name}={value}"))];

    /// <summary>Waits until none of the processes is there.</summary>
    public static async Task UntilGoneAsync(IReadOnlyList<int> processes, CancellationToken cancel)
    {
        while (processes.Any(IsAlive))
        {
            await Task.Delay(Poll, cancel);
        }
    }

    public static string CommandLine(int id) => Read($"/proc/{id}/cmdline").Replace('\0', ' ');

    // One that has ended and that nobody has asked after stays in the list without a command line.
    private static bool IsAlive(int id) => CommandLine(id) != "";

    private static IEnumerable<int> All() => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0);

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
