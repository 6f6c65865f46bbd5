using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Thesis.Dashboard.Api;
using Thesis.Dashboard.Otlp;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>Writes a run as a zip: OTLP's JSON in files of a few thousand items, console lines as text, and <c>run.json</c>.</summary>
internal static class RunExport
{
    private const int ItemsPerFile = 5_000;

    /// <summary>Writes the run to a stream that is written in order.</summary>
    public static void Write(RunStore run, Stream into, CancellationToken cancelled)
    {
        using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
        using (var info = zip.CreateEntry(RunInfo.FileName).Open())
        {
            JsonSerializer.Serialize(info, run.Info, RunJson.Default.RunInfo);
        }

        WriteSignal(zip, run, Signal.Traces, run.Spans, cancelled);
        WriteSignal(zip, run, Signal.Logs, run.Logs, cancelled);
        WriteSignal(zip, run, Signal.Metrics, run.Metrics, cancelled);
        for (var resource = 1; resource <= run.Names.Last(NameKind.Console); resource++)
        {
            WriteConsole(zip, run, resource, cancelled);
        }
    }

    private static void WriteSignal(ZipArchive zip, RunStore run, Signal signal, RecordLog log, CancellationToken cancelled)
    {
        var name = signal.ToString().ToLowerInvariant();
        var writer = new OtlpJsonWriter(run);
        var items = new List<byte[]>();
        var files = 0;
        RecordScan.Forward(
            log,
            new ScanFilter { ClearedBefore = resource => run.ClearedBefore(name, resource) },
            (_, payload) =>
            {
                if (signal != Signal.Metrics || new PointRecord(payload).Kind != PointKind.Unchanged)
                {
                    items.Add(payload.ToArray());
                }

                if (items.Count == ItemsPerFile)
                {
                    WriteFile();
                }

                return true;
            },
            cancelled);
        WriteFile();

        void WriteFile()
        {
            if (items.Count > 0)
            {
                using var entry = zip.CreateEntry($"{name}/{++files:000000}.json", CompressionLevel.Fastest).Open();
                using var json = new Utf8JsonWriter(entry);
                writer.WriteRequest(json, signal, items);
                items.Clear();
            }
        }
    }

    private static void WriteConsole(ZipArchive zip, RunStore run, int resource, CancellationToken cancelled)
    {
        var name = Encoding.UTF8.GetString(run.Names.NameOf(NameKind.Console, resource));
        using var entry = zip.CreateEntry($"console/{Uri.EscapeDataString(name)}.txt", CompressionLevel.Fastest).Open();
        using var text = new StreamWriter(entry);
        RecordScan.Forward(
            run.Console,
            new ScanFilter { Resources = new HashSet<int> { resource }, ClearedBefore = r => run.ClearedBefore("console", r) },
            (_, payload) =>
            {
                var line = new ConsoleRecord(payload);
                var time = RequestQuery.FromNanoseconds(line.Time).ToString("O", CultureInfo.InvariantCulture);
                text.WriteLine($"{time} {(line.IsError ? "!" : " ")}{Encoding.UTF8.GetString(line.Text)}");
                return true;
            },
            cancelled);
    }
}
