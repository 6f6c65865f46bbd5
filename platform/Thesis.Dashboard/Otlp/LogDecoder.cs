using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>Reads LogRecord messages.</summary>
internal sealed class LogDecoder(NameTable names, TimeProvider time) : SignalDecoder(names, time, "Logs")
{
    private const int MaxBodyBytes = 64 * 1024;
    private const int MaxSeverity = 24;

    protected override void DecodeItem(int resource, int scope, ReadOnlySpan<byte> message)
    {
        Attributes.Clear();
        long when = 0, observed = 0, severity = 0;
        ReadOnlySpan<byte> body = default, severityText = default, eventName = default, traceId = default, spanId = default;
        var reader = new ProtoReader(message, "LogRecord");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: when = Nanoseconds(reader.UInt64Fixed()); break;
                case 2: severity = reader.Int64(); break;
                case 3: severityText = reader.Bytes(); break;
                case 5: body = reader.Bytes(); break;
                case 6: Attributes.Add(reader.Range()); break;
                case 9: traceId = reader.Bytes(); break;
                case 10: spanId = reader.Bytes(); break;
                case 11: observed = Nanoseconds(reader.UInt64Fixed()); break;
                case 12: eventName = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }

        Fields.Clear();
        AnyValue.Write(Fields, body, MaxBodyBytes);
        Fields.Text(eventName, AnyValue.MaxKeyBytes);
        AnyValue.WriteAttributes(Fields, Attributes, message);
        var level = severity is > 0 and <= MaxSeverity ? (int)severity : LogLevels.Parse(severityText);
        Span<byte> head = stackalloc byte[LogRecord.HeadSize];
        LogRecord.WriteHead(
            head,
            when != 0 ? when : observed != 0 ? observed : NowNanoseconds(),
            resource,
            scope,
            level,
            traceId.Length == 16 ? traceId : default, // The specification says to treat another length as none.
            spanId.Length == 8 ? spanId : default,
            Fields.Shape.Length);
        Add(head, "A log record");
    }
}
