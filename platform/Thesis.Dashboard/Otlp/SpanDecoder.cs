using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>Reads Span messages.</summary>
internal sealed class SpanDecoder(NameTable names, TimeProvider time) : SignalDecoder(names, time, "Spans")
{
    private const int MaxParts = 128; // Events, and links, of one span.
    private const int MaxNameBytes = 1024;
    private const int MaxMessageBytes = 16 * 1024;
    private readonly byte[] _traceId = new byte[16];
    private readonly byte[] _spanId = new byte[8];
    private readonly byte[] _parentId = new byte[8];
    private readonly List<Range> _events = [];
    private readonly List<Range> _links = [];

    protected override void DecodeItem(int resource, int scope, ReadOnlySpan<byte> message)
    {
        Attributes.Clear();
        _events.Clear();
        _links.Clear();
        long start = 0, end = 0, kind = 0;
        ReadOnlySpan<byte> traceId = default, spanId = default, parentId = default, name = default, state = default, status = default;
        var reader = new ProtoReader(message, "Span");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: traceId = reader.Bytes(); break;
                case 2: spanId = reader.Bytes(); break;
                case 3: state = reader.Bytes(); break;
                case 4: parentId = reader.Bytes(); break;
                case 5: name = reader.Bytes(); break;
                case 6: kind = reader.Int64(); break;
                case 7: start = Nanoseconds(reader.UInt64Fixed()); break;
                case 8: end = Nanoseconds(reader.UInt64Fixed()); break;
                case 9: Attributes.Add(reader.Range()); break;
                case 11: _events.Add(reader.Range()); break;
                case 13: _links.Add(reader.Range()); break;
                case 15: status = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }

        if (!TrySetIds(traceId, spanId, parentId))
        {
            return;
        }

        var code = ReadStatus(status, out var statusMessage);
        Fields.Clear();
        Fields.Text(name, MaxNameBytes);
        Fields.Text(statusMessage, MaxMessageBytes);
        Fields.Text(state, MaxNameBytes);
        AnyValue.WriteAttributes(Fields, Attributes, message);
        start = start != 0 ? start : NowNanoseconds();
        WriteEvents(message, start);
        WriteLinks(message);
        Span<byte> head = stackalloc byte[SpanRecord.HeadSize];
        SpanRecord.WriteHead(
            head,
            (start, Math.Max(0, end - start)),
            (resource, scope),
            ((int)Math.Clamp(kind, 0, 5), code),
            (_traceId, _spanId, _parentId),
            Fields.Shape.Length);
        Add(head, "A span");
    }

    private bool TrySetIds(ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> spanId, ReadOnlySpan<byte> parentId)
    {
        if (traceId.Length != _traceId.Length || spanId.Length != _spanId.Length)
        {
            Reject($"A span has a trace id of {traceId.Length} bytes and a span id of {spanId.Length}; 16 and 8 are needed.");
            return false;
        }

        traceId.CopyTo(_traceId);
        spanId.CopyTo(_spanId);
        _parentId.AsSpan().Clear();
        if (parentId.Length == _parentId.Length)
        {
            parentId.CopyTo(_parentId);
        }

        return true;
    }

    private static int ReadStatus(ReadOnlySpan<byte> status, out ReadOnlySpan<byte> message)
    {
        var code = 0L;
        message = default;
        var reader = new ProtoReader(status, "Status");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2: message = reader.Bytes(); break;
                case 3: code = reader.Int64(); break;
                default: reader.Skip(); break;
            }
        }

        return (int)Math.Clamp(code, 0, 2);
    }

    private void WriteEvents(ReadOnlySpan<byte> span, long start)
    {
        var kept = Math.Min(_events.Count, MaxParts);
        Fields.Number(kept);
        for (var i = 0; i < kept; i++)
        {
            Attributes.Clear();
            var message = span[_events[i]];
            var when = start;
            ReadOnlySpan<byte> name = default;
            var reader = new ProtoReader(message, "Event");
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: when = Nanoseconds(reader.UInt64Fixed()); break;
                    case 2: name = reader.Bytes(); break;
                    case 3: Attributes.Add(reader.Range()); break;
                    default: reader.Skip(); break;
                }
            }

            Fields.Number(when - start);
            Fields.Text(name, MaxNameBytes);
            AnyValue.WriteAttributes(Fields, Attributes, message);
        }
    }

    private void WriteLinks(ReadOnlySpan<byte> span)
    {
        var kept = Math.Min(_links.Count, MaxParts);
        Fields.Number(kept);
        for (var i = 0; i < kept; i++)
        {
            Attributes.Clear();
            var message = span[_links[i]];
            ReadOnlySpan<byte> traceId = default, spanId = default;
            var reader = new ProtoReader(message, "Link");
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: traceId = reader.Bytes(); break;
                    case 2: spanId = reader.Bytes(); break;
                    case 4: Attributes.Add(reader.Range()); break;
                    default: reader.Skip(); break;
                }
            }

            Fields.Text(Hex(traceId, 16));
            Fields.Text(Hex(spanId, 8));
            AnyValue.WriteAttributes(Fields, Attributes, message);
        }
    }

    private static byte[] Hex(ReadOnlySpan<byte> id, int length) =>
        id.Length == length ? System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(id)) : [];
}
