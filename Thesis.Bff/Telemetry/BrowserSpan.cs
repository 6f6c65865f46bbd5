using Thesis.ServiceDefaults;

namespace Thesis.Bff.Telemetry;

/// <summary>What a page reports: of its traces, of how it felt, or of both.</summary>
public sealed record BrowserReport(IReadOnlyList<BrowserSpan>? Spans = null, IReadOnlyList<WebVital>? Vitals = null)
{
    private const int MostSpans = 100, MostVitals = 20;

    /// <summary>Notes what is wrong, by field.</summary>
    public Validation Validate(DateTimeOffset now)
    {
        var validation = new Validation();
        validation.Require(Spans is { Count: > 0 } || (Spans is null && Vitals is { Count: > 0 }), "spans", $"must be 1 to {MostSpans} spans, unless there are vitals");
        if (validation.Require(Spans is null || (Spans.Count <= MostSpans && Spans.All(span => span is not null)), "spans", $"must be at most {MostSpans} spans"))
        {
            foreach (var (span, i) in (Spans ?? []).Select((span, i) => (span, i)))
            {
                span.Validate(validation, $"spans[{i}]", now);
            }
        }

        if (validation.Require(Vitals is null || (Vitals.Count is > 0 and <= MostVitals && Vitals.All(vital => vital is not null)), "vitals", $"must be 1 to {MostVitals} vitals, or be left out"))
        {
            foreach (var (vital, i) in (Vitals ?? []).Select((vital, i) => (vital, i)))
            {
                vital.Validate(validation, $"vitals[{i}]");
            }
        }

        return validation;
    }
}

/// <summary>A span of a page.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="SpanId">16 hexadecimal digits.</param>
/// <param name="ParentSpanId">16 hexadecimal digits; null for the first of a trace.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="StartMs">Unix time, milliseconds.</param>
/// <param name="EndMs">Unix time, milliseconds.</param>
/// <param name="Error">What failed; null when nothing did.</param>
/// <param name="Attributes">A few more facts.</param>
public sealed record BrowserSpan(
    string? TraceId = null, string? SpanId = null, string? ParentSpanId = null, string? Name = null, string? Kind = null,
    double StartMs = 0, double EndMs = 0, string? Error = null, IReadOnlyDictionary<string, string>? Attributes = null)
{
    private const int NameLength = 200, ErrorLength = 500, AttributeLength = 200, MostAttributes = 8;
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(1), ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Kinds by the number that OTLP gives them.</summary>
    public static readonly IReadOnlyDictionary<string, int> Kinds = new Dictionary<string, int> { ["internal"] = 1, ["client"] = 3, ["consumer"] = 5 };

    internal void Validate(Validation validation, string path, DateTimeOffset now)
    {
        validation.Require(IsHex(TraceId, 32), $"{path}.traceId", "must be 32 lower-case hexadecimal digits");
        validation.Require(IsHex(SpanId, 16), $"{path}.spanId", "must be 16 lower-case hexadecimal digits");
        validation.Require(ParentSpanId is null || IsHex(ParentSpanId, 16), $"{path}.parentSpanId", "must be 16 lower-case hexadecimal digits, or be left out");
        validation.Require(Name is { Length: > 0 and <= NameLength }, $"{path}.name", $"must have 1 to {NameLength} characters");
        validation.Require(Kind is not null && Kinds.ContainsKey(Kind), $"{path}.kind", $"must be one of {string.Join(", ", Kinds.Keys)}");
        double earliest = (now - Oldest).ToUnixTimeMilliseconds(), latest = (now + ClockSkew).ToUnixTimeMilliseconds();
        validation.Require(StartMs >= earliest && StartMs <= latest, $"{path}.startMs", "must be of the last hour");
        validation.Require(EndMs >= StartMs && EndMs <= latest, $"{path}.endMs", "must be after startMs and not in the future");
        validation.Require(Error is null or { Length: <= ErrorLength }, $"{path}.error", $"must have at most {ErrorLength} characters");
        validation.Require(
            Attributes is null || (Attributes.Count <= MostAttributes && Attributes.All(a => a.Key.Length is > 0 and <= AttributeLength && a.Value is { Length: <= AttributeLength })),
            $"{path}.attributes", $"must be at most {MostAttributes}, each of at most {AttributeLength} characters");
    }

    private static bool IsHex(string? text, int length) => text?.Length == length && text.All(char.IsAsciiHexDigitLower) && text.Any(c => c != '0');
}
