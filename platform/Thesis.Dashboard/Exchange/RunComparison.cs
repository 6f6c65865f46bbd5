using System.Numerics;
using System.Text;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Exchange;

/// <summary>Two runs side by side.</summary>
internal sealed record ComparisonAnswer(string A, string B, IReadOnlyList<ResourceComparison> Resources);

/// <summary>A resource in both runs; null where it sent nothing.</summary>
internal sealed record ResourceComparison(string Name, ResourceFigures? A, ResourceFigures? B, IReadOnlyList<OperationComparison> Operations);

/// <summary>What a resource sent in a run.</summary>
internal sealed record ResourceFigures(long Logs, long LogErrors, long Spans, long SpanErrors);

/// <summary>Spans of one name in both runs.</summary>
internal sealed record OperationComparison(string Name, OperationFigures? A, OperationFigures? B);

/// <summary>How often, how often with an error, and how long; percentiles are true to 3 %.</summary>
internal sealed record OperationFigures(long Count, long Errors, double P50Ms, double P95Ms);

/// <summary>Counts spans by resource and name.</summary>
internal sealed class RunComparison
{
    private const int MaxOperations = 1_000; // In a run; further names are left out.
    private readonly Dictionary<(string Resource, string Name), Durations> _operations = [];
    private readonly Dictionary<string, ResourceFigures> _resources = [];

    public static ComparisonAnswer Compare(RunStore a, RunStore b, CancellationToken cancelled)
    {
        var first = Of(a, cancelled);
        var second = Of(b, cancelled);
        return new ComparisonAnswer(
            a.Id,
            b.Id,
            [
                .. first._resources.Keys.Union(second._resources.Keys).Order(StringComparer.Ordinal).Select(name => new ResourceComparison(
                    name,
                    first._resources.GetValueOrDefault(name),
                    second._resources.GetValueOrDefault(name),
                    [
                        .. first._operations.Keys.Union(second._operations.Keys).Where(k => k.Resource == name)
                            .OrderBy(k => k.Name, StringComparer.Ordinal)
                            .Select(k => new OperationComparison(
                                k.Name, first._operations.GetValueOrDefault(k)?.Figures(), second._operations.GetValueOrDefault(k)?.Figures())),
                    ])),
            ]);
    }

    private static RunComparison Of(RunStore run, CancellationToken cancelled)
    {
        var comparison = new RunComparison();
        foreach (var (resource, counts) in run.Counts.Read())
        {
            var name = run.SenderOf(resource).Name;
            var before = comparison._resources.GetValueOrDefault(name) ?? new ResourceFigures(0, 0, 0, 0);
            comparison._resources[name] = new ResourceFigures(
                before.Logs + counts.Logs, before.LogErrors + counts.LogErrors, before.Spans + counts.Spans, before.SpanErrors + counts.SpanErrors);
        }

        var senders = new Dictionary<int, string>();
        RecordScan.Forward(
            run.Spans,
            new ScanFilter { ClearedBefore = resource => run.ClearedBefore("traces", resource) },
            (_, payload) =>
            {
                var span = new SpanRecord(payload);
                if (!senders.TryGetValue(span.Resource, out var name))
                {
                    senders[span.Resource] = name = run.SenderOf(span.Resource).Name;
                }

                comparison.Add(name, span);
                return true;
            },
            cancelled);
        return comparison;
    }

    private void Add(string resource, SpanRecord span)
    {
        var key = (resource, Encoding.UTF8.GetString(span.Name));
        if (!_operations.TryGetValue(key, out var durations))
        {
            if (_operations.Count == MaxOperations)
            {
                return;
            }

            _operations[key] = durations = new Durations();
        }

        durations.Add(span.Duration, span.Status == SpanRecord.StatusError);
    }

    /// <summary>Counts durations in steps of a sixteenth of a power of two.</summary>
    private sealed class Durations
    {
        private const int Steps = 16;
        private readonly int[] _counts = new int[64 * Steps];
        private long _count;
        private long _errors;

        public void Add(long nanoseconds, bool isError)
        {
            _counts[IndexOf(nanoseconds)]++;
            _count++;
            _errors += isError ? 1 : 0;
        }

        public OperationFigures Figures() => new(_count, _errors, Percentile(0.5), Percentile(0.95));

        private static int IndexOf(long nanoseconds)
        {
            var value = (ulong)Math.Max(1, nanoseconds);
            var power = BitOperations.Log2(value);
            var fraction = power >= 4 ? (int)(value >> (power - 4)) & (Steps - 1) : (int)(value << (4 - power)) & (Steps - 1);
            return (power * Steps) + fraction;
        }

        private double Percentile(double share)
        {
            var rank = Math.Max(1, Math.Ceiling(share * _count));
            for (var i = 0; i < _counts.Length; i++)
            {
                rank -= _counts[i];
                if (rank <= 0)
                {
                    var low = Math.Pow(2, i / Steps) * (1 + (i % Steps / (double)Steps));
                    return low * (1 + (0.5 / Steps)) / 1e6; // The step's middle.
                }
            }

            return 0;
        }
    }
}
