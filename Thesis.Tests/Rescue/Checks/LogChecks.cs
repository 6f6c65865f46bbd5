using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Thesis.Rescue.Report;

namespace Thesis.Rescue.Checks;

/// <summary>Whether a process logged an error during the run, by what the AppHost keeps of each console.</summary>
internal sealed partial class LogChecks(string appHost, TimeProvider time)
{
    private static readonly string[] ErrorMarks = ["\"LogLevel\":\"Error\"", "\"LogLevel\":\"Critical\"", "\"level\":\"error\"", "Unhandled exception", "PANIC:", "FATAL:"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly DateTimeOffset _begin = time.GetUtcNow();

    public async Task<Figure> RunAsync(CancellationToken cancel)
    {
        var errors = (await LinesAsync(cancel)).Where(line => line.Timestamp >= _begin && IsError(line.Content)).ToList();
        foreach (var line in errors.Take(20))
        {
            Console.Error.WriteLine($"  {line.ResourceName}: {line.Content[..Math.Min(line.Content.Length, 400)]}");
        }

        return Figure.Check("no error was logged", errors.Count == 0);
    }

    private static bool IsError(string line) =>
        ErrorMarks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)) || SimpleConsoleError().IsMatch(line);

    /// <summary>.NET's "simple" console, with or without colours: <c>fail: Category[7]</c>.</summary>
    [GeneratedRegex(@"(^|[\sm])(fail|crit)(\x1B\[[\d;]*m)*: \S+\[-?\d+\]$")]
    private static partial Regex SimpleConsoleError();

    private async Task<IReadOnlyList<LogLine>> LinesAsync(CancellationToken cancel)
    {
        using var cli = Process.Start(new ProcessStartInfo("dotnet", ["aspire", "logs", "--format", "Json", "--timestamps", "--nologo", "--non-interactive", "--apphost", appHost])
        {
            WorkingDirectory = appHost, // The CLI is a tool of the repository.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("dotnet aspire did not start.");
        var errors = cli.StandardError.ReadToEndAsync(cancel);
        var text = await cli.StandardOutput.ReadToEndAsync(cancel);
        await cli.WaitForExitAsync(cancel);
        return cli.ExitCode == 0
            ? JsonSerializer.Deserialize<Logs>(text, Json)?.Lines ?? []
            : throw new InvalidOperationException($"The logs could not be read: {await errors}");
    }

    private sealed record Logs([property: System.Text.Json.Serialization.JsonPropertyName("logs")] IReadOnlyList<LogLine> Lines);

    private sealed record LogLine(string ResourceName, DateTimeOffset? Timestamp, string Content);
}
