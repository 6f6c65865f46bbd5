using System.Text.RegularExpressions;
using Thesis.Rescue.Report;

namespace Thesis.Rescue.Checks;

/// <summary>Whether a process logged an error during the run.</summary>
internal sealed partial class LogChecks
{
    private static readonly string[] ErrorMarks = ["\"LogLevel\":\"Error\"", "\"LogLevel\":\"Critical\"", "\"level\":\"error\"", "Unhandled exception", "PANIC:", "FATAL:"];
    private readonly string _folder;
    private readonly Dictionary<string, long> _begin;

    private LogChecks(string folder, Dictionary<string, long> begin) => (_folder, _begin) = (folder, begin);

    /// <summary>Remembers where each log ends now.</summary>
    public static LogChecks Begin(string folder) => new(folder, Files(folder).ToDictionary(file => file, file => new FileInfo(file).Length));

    public Figure Run()
    {
        var errors = Files(_folder).SelectMany(NewLines).Where(line => IsError(line.Text)).ToList();
        foreach (var (file, text) in errors.Take(20))
        {
            Console.Error.WriteLine($"  {Path.GetFileName(file)}: {text[..Math.Min(text.Length, 400)]}");
        }

        return Figure.Check("no error was logged", errors.Count == 0);
    }

    private static bool IsError(string line) =>
        ErrorMarks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)) || SimpleConsoleError().IsMatch(line);

    /// <summary>.NET's "simple" console, with or without colours: <c>fail: Category[7]</c>.</summary>
    [GeneratedRegex(@"(^|[\sm])(fail|crit)(\x1B\[[\d;]*m)*: \S+\[-?\d+\]$")]
    private static partial Regex SimpleConsoleError();

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.log") : [];

    private IEnumerable<(string File, string Text)> NewLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var begin = _begin.GetValueOrDefault(file);
        // A log that was rotated meanwhile starts anew.
        stream.Position = begin <= stream.Length ? begin : 0;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return (file, line);
        }
    }
}
