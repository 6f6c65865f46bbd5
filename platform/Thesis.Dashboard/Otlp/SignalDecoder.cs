using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>
/// Turns a request's telemetry into records. The three signals nest alike: sender, scopes, items. A decoder is used for one
/// request at a time; a message that cannot be read throws before anything is stored.
/// </summary>
internal abstract class SignalDecoder(NameTable names, TimeProvider time, string signal) : IDisposable
{
    private const long NanosecondsPerTick = 100;

    /// <summary>What was read.</summary>
    public RecordBatch Batch { get; } = new();

    /// <summary>Items that were readable and yet not taken.</summary>
    public int Rejected { get; private set; }

    /// <summary>Why the first of them was not.</summary>
    public string? Reason { get; private set; }

    protected NameTable Names { get; } = names;

    protected FieldWriter Fields { get; } = new();

    protected List<Range> Attributes { get; } = [];

    /// <summary>Reads a ResourceSpans, ResourceLogs or ResourceMetrics message.</summary>
    /// <exception cref="OtlpException">It is malformed.</exception>
    public void Decode(ReadOnlySpan<byte> message)
    {
        var resource = Number(NameKind.Resource, First(message, 1, $"Resource{signal}"), Senders.ResourceAttributes);
        var reader = new ProtoReader(message, $"Resource{signal}");
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                DecodeScope(resource, reader.Bytes());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public virtual void Clear()
    {
        Batch.Clear();
        Rejected = 0;
        Reason = null;
    }

    public void Dispose() => Batch.Dispose();

    /// <summary>Reads one Span, LogRecord or Metric.</summary>
    protected abstract void DecodeItem(int resource, int scope, ReadOnlySpan<byte> message);

    protected void Reject(string reason, int count = 1)
    {
        Rejected += count;
        Reason ??= reason;
    }

    /// <summary>Adds what the fields hold behind a head.</summary>
    protected void Add(ReadOnlySpan<byte> head, string what)
    {
        if (!Batch.TryAdd(head, Fields.Shape, Fields.TextBytes))
        {
            Reject($"{what} is larger than {RecordFrame.MaxPayload} bytes even with long values cut.");
        }
    }

    protected long NowNanoseconds() => (time.GetUtcNow().UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;

    protected static long Nanoseconds(ulong value) => (long)Math.Min(value, long.MaxValue);

    private void DecodeScope(int resource, ReadOnlySpan<byte> message)
    {
        var scope = Number(NameKind.Scope, First(message, 1, $"Scope{signal}"), Senders.ScopeAttributes);
        var reader = new ProtoReader(message, $"Scope{signal}");
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                DecodeItem(resource, scope, reader.Bytes());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private int Number(NameKind kind, ReadOnlySpan<byte> message, int attributes)
    {
        Senders.WriteAttributes(message, attributes, Fields);
        return Names.NumberOf(kind, message);
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> message, int field, string name)
    {
        var reader = new ProtoReader(message, name);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                return reader.Bytes();
            }

            reader.Skip();
        }

        return default;
    }
}
