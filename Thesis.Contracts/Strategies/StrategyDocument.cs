using System.Text;
using System.Text.Json;
using Thesis.Contracts.Allocation.V1;

namespace Thesis.Contracts.Strategies;

/// <summary>A point of a fairness curve.</summary>
/// <param name="Received">kg received lately over the mean of the NGOs.</param>
/// <param name="Factor">What a kg's value is multiplied by.</param>
public readonly record struct CurvePoint(double Received, double Factor);

/// <summary>What is wrong with a document, and where.</summary>
/// <param name="Path">JSON path, e.g. <c>$.weights.priority</c>.</param>
/// <param name="Message">What must hold.</param>
public sealed record StrategyFault(string Path, string Message);

/// <summary>
/// A strategy: how the engine weighs what an allocation is worth, what it must not do and how hard it tries. A JSON
/// document of groups of numbers (see <see cref="StrategyField.All"/>) and, under <c>fairness.curve</c>, the points of
/// a curve. Read by <see cref="StrategyReader"/>. Immutable.
/// </summary>
public sealed class StrategyDocument
{
    private readonly IReadOnlyDictionary<string, double> _values;

    internal StrategyDocument(IReadOnlyDictionary<string, double> values, IReadOnlyList<CurvePoint> curve) => (_values, Curve) = (values, curve);

    /// <summary>Factor of an NGO's value by what it received lately; ascending, linear in between, level outside.
    /// Empty: <c>weights.fairness</c> holds instead.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; }

    /// <summary>A number by its path; what the document leaves out has its usual value.</summary>
    public double this[string path] => _values.TryGetValue(path, out double value) ? value : StrategyField.ByPath[path].Otherwise;

    /// <summary>The document in full, every number named.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var group in StrategyField.All.GroupBy(field => field.Path.Split('.')[0]))
            {
                json.WriteStartObject(group.Key);
                foreach (var field in group)
                {
                    Write(json, field);
                }

                json.WriteEndObject();
            }

            WriteCurve(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Fills in what a request leaves open. A strategy that does not heed opening hours takes them from the
    /// request's NGOs.</summary>
    public void ApplyTo(AllocationRequest request)
    {
        if (request.Weights is null)
        {
            request.Weights = Weights();
            request.FairnessCurve.Clear();
            request.FairnessCurve.AddRange(Curve.Select(p => new FairnessPoint { Received = p.Received, Factor = p.Factor }));
        }

        request.Travel ??= Travel();
        request.MinimumAllocation = Or(request.MinimumAllocation, this["lots.minimumKg"]);
        request.ChurnPenalty = Or(request.ChurnPenalty, this["stability.churnPenalty"]);
        request.MaximumSources = (int)Or(request.MaximumSources, this["lots.maximumSources"]);
        request.TimeLimitMs = (int)Or(request.TimeLimitMs, this["limits.timeMs"]);
        request.Priority = (int)Or(request.Priority, this["limits.priority"]);
        request.TargetGap = request.WorkLimit > 0 ? request.TargetGap : Or(request.TargetGap, this["limits.gap"]);
        request.WorkLimit = (long)Or(request.WorkLimit, this["limits.work"]);
        if (this["travel.openingHours"] == 0)
        {
            foreach (var ngo in request.Ngos.Concat(request.FullNgos))
            {
                ngo.Openings.Clear();
            }
        }
    }

    private Weights Weights() => new()
    {
        Priority = this["weights.priority"],
        Preferred = this["weights.preferred"],
        NotPreferred = this["weights.notPreferred"],
        Urgency = this["weights.urgency"],
        UrgencyHours = this["weights.urgencyHours"],
        CostPerKm = this["weights.costPerKm"],
        Fairness = this["weights.fairness"],
    };

    private TravelLimits Travel() => new()
    {
        MaxKm = this["travel.maximumKm"],
        SpeedKmh = this["travel.speedKmh"],
        HandlingMinutes = this["travel.handlingMinutes"],
        MarginMinutes = this["travel.marginMinutes"],
        RoadFactor = this["travel.roadFactor"],
        MaxCandidates = (int)this["travel.candidates"],
    };

    private static double Or(double value, double otherwise) => value != 0 ? value : otherwise;

    private void Write(Utf8JsonWriter json, StrategyField field)
    {
        string name = field.Path.Split('.')[1];
        double value = this[field.Path];
        switch (field.Kind)
        {
            case StrategyFieldKind.Boolean:
                json.WriteBoolean(name, value != 0);
                break;
            case StrategyFieldKind.Whole:
                json.WriteNumber(name, (long)value);
                break;
            default:
                json.WriteNumber(name, value);
                break;
        }
    }

    private void WriteCurve(Utf8JsonWriter json)
    {
        json.WriteStartObject("fairness");
        json.WriteStartArray("curve");
        foreach (var point in Curve)
        {
            json.WriteStartObject();
            json.WriteNumber("received", point.Received);
            json.WriteNumber("factor", point.Factor);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
