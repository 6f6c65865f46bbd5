using System.Collections.Concurrent;
using System.Text;
using Thesis.Dashboard.Api;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Resources;

/// <summary>Console lines, kept with the run.</summary>
internal sealed class ConsoleStore(RunStore run)
{
    private const int MaxLineBytes = 64 * 1024;
    private readonly ConcurrentDictionary<string, long> _lastNumbers = new();

    /// <summary>Stores lines that are new; those whose number was stored before are passed over.</summary>
    public void Add(string resource, IReadOnlyList<ConsoleLine> lines)
    {
        var last = _lastNumbers.GetValueOrDefault(resource);
        using var batch = new RecordBatch();
        Span<byte> head = stackalloc byte[ConsoleRecord.HeadSize];
        try
        {
            var number = run.Names.NumberOf(NameKind.Console, Encoding.UTF8.GetBytes(resource));
            foreach (var line in lines.Where(l => l.Number > last))
            {
                ConsoleRecord.WriteHead(head, RequestQuery.Nanoseconds(line.Time), number, line.Number, line.IsError);
                batch.TryAdd(head, Cut(line.Text), "\0"u8);
                last = line.Number;
            }

            run.AddConsole(batch);
        }
        catch (IOException)
        {
            // The disk is full: the lines are lost here, but not to the process that printed them.
        }

        _lastNumbers[resource] = last;
    }

    private static byte[] Cut(string text)
    {
        if (text.Length <= MaxLineBytes / 4)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var all = Encoding.UTF8.GetByteCount(text);
        if (all <= MaxLineBytes)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var kept = text.AsSpan(0, MaxLineBytes / 4);
        if (char.IsHighSurrogate(kept[^1]))
        {
            kept = kept[..^1];
        }

        return Encoding.UTF8.GetBytes($"{kept}… [cut: {all:N0} bytes in all]");
    }
}
