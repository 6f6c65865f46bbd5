using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Thesis.Dashboard.Api;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Resources;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>
/// Reads a zip that a dashboard wrote into a run of its own. Files are known by what they hold, whatever their folder is
/// called: OTLP's JSON, or text with a time before each line.
/// </summary>
internal static class RunImport
{
    private const int MaxEntries = 20_000;
    private const long MaxBytes = 4L << 30; // Unpacked, in all.
    private const long MaxFileBytes = 128 << 20;
    private const int LinesPerBatch = 1_000;

    /// <exception cref="ProblemException">It is no zip, or holds nothing that can be read; nothing is left of it then.</exception>
    public static string Read(Stream from, RunCatalog runs, TimeProvider time)
    {
        using var zip = Open(from);
        if (zip.Entries.Count > MaxEntries)
        {
            throw ProblemException.Bad($"The file holds {zip.Entries.Count} files; {MaxEntries} is the most.");
        }

        var run = runs.CreateImported(ApplicationOf(zip));
        var isWhole = false;
        try
        {
            ReadEntries(zip, run, time);
            isWhole = run.Logs.Count + run.Spans.Count + run.Metrics.Count + run.Console.Count > 0;
        }
        finally
        {
            run.Dispose();
            if (!isWhole)
            {
                runs.Delete(run.Id);
            }
        }

        return isWhole ? run.Id : throw ProblemException.Bad("The file holds no telemetry: neither OTLP's JSON nor console lines.");
    }

    private static ZipArchive Open(Stream from)
    {
        try
        {
            return new ZipArchive(from, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            throw ProblemException.Bad("The body is not a zip file.");
        }
    }

    private static string ApplicationOf(ZipArchive zip)
    {
        try
        {
            if (zip.GetEntry(RunInfo.FileName) is { Length: < 1 << 20 } entry)
            {
                using var stream = entry.Open();
                return JsonSerializer.Deserialize(stream, RunJson.Default.RunInfo)?.Application ?? "imported";
            }
        }
        catch (JsonException)
        {
            // Of another dashboard, where a file of that name holds something else.
        }

        return "imported";
    }

    private static void ReadEntries(ZipArchive zip, RunStore run, TimeProvider time)
    {
        var console = new ConsoleStore(run);
        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            try
            {
                if (entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && entry.FullName != RunInfo.FileName)
                {
                    total += ReadJson(entry, run, time, MaxBytes - total);
                }
                else if (entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
                {
                    total += ReadConsole(entry, console, MaxBytes - total);
                }
            }
            catch (Exception e) when (e is OtlpException or InvalidDataException or JsonException)
            {
                throw ProblemException.Bad($"{entry.FullName}: {e.Message}");
            }
        }
    }

    private static int ReadJson(ZipArchiveEntry entry, RunStore run, TimeProvider time, long left)
    {
        using var memory = new MemoryStream();
        using var stream = entry.Open();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            memory.Write(buffer, 0, read);
            CheckSize(memory.Length, Math.Min(left, MaxFileBytes));
        }

        var json = memory.GetBuffer().AsMemory(0, (int)memory.Length);
        if (SignalOf(json) is { } signal)
        {
            TelemetryReceiver.ReceiveInto(run, signal, OtlpJson.ToProto(signal, json), time);
        }

        return (int)memory.Length;
    }

    /// <summary>The signal by the first property's name; null for another document.</summary>
    private static Signal? SignalOf(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
        {
            return null;
        }

        return reader.GetString() switch
        {
            "resourceSpans" => Signal.Traces,
            "resourceLogs" => Signal.Logs,
            "resourceMetrics" => Signal.Metrics,
            _ => null,
        };
    }

    private static long ReadConsole(ZipArchiveEntry entry, ConsoleStore console, long left)
    {
        var resource = Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(entry.Name));
        CheckSize(entry.Length, left);
        using var text = new StreamReader(entry.Open(), Encoding.UTF8);
        var lines = new List<ConsoleLine>();
        var number = 0L;
        var bytes = 0L;
        while (text.ReadLine() is { } line)
        {
            bytes += line.Length;
            CheckSize(bytes, left);
            lines.Add(Parse(line, ++number));
            if (lines.Count == LinesPerBatch)
            {
                console.Add(resource, lines);
                lines.Clear();
            }
        }

        console.Add(resource, lines);
        return bytes;
    }

    private static ConsoleLine Parse(string line, long number)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return new ConsoleLine(number, DateTimeOffset.UnixEpoch, false, line);
        }

        var rest = line[(space + 1)..];
        return new ConsoleLine(number, time, rest.StartsWith('!'), rest.Length > 0 && rest[0] is ('!' or ' ') ? rest[1..] : rest);
    }

    private static void CheckSize(long bytes, long most)
    {
        if (bytes > most)
        {
            throw new InvalidDataException("It is larger than can be imported.");
        }
    }
}
