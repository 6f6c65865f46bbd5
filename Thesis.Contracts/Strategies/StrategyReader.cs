using System.Text.Json;

namespace Thesis.Contracts.Strategies;

/// <summary>Reads strategy documents and says what is wrong with them by JSON path.</summary>
public static class StrategyReader
{
    /// <summary>Longest document, characters.</summary>
    public const int MostCharacters = 20_000;

    private const int MostPoints = 50, MostFaults = 20;
    private const double MostReceived = 1000, MostFactor = 1000;
    private const string CurvePath = "fairness.curve";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    private static readonly HashSet<string> Groups = [.. StrategyField.All.Select(f => f.Path.Split('.')[0]), "fairness"];

    /// <summary>The document, or null and its faults, at most twenty.</summary>
    public static StrategyDocument? Read(string json, out IReadOnlyList<StrategyFault> faults)
    {
        if (json.Length > MostCharacters)
        {
            faults = [new("$", $"must have at most {MostCharacters} characters.")];
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(document.RootElement, out faults);
        }
        catch (JsonException e)
        {
            faults = [new("$", $"must be JSON: {e.Message}")];
            return null;
        }
    }

    private static StrategyDocument? Read(JsonElement root, out IReadOnlyList<StrategyFault> faults)
    {
        var found = new List<StrategyFault>();
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        IReadOnlyList<CurvePoint> curve = [];
        foreach (var group in Members(root, "$", found))
        {
            if (!Groups.Contains(group.Name))
            {
                found.Add(new($"$.{group.Name}", $"is unknown; a strategy has {string.Join(", ", Groups)}."));
                continue;
            }

            foreach (var member in Members(group.Value, $"$.{group.Name}", found))
            {
                string path = $"{group.Name}.{member.Name}";
                if (path == CurvePath)
                {
                    curve = Curve(member.Value, found);
                }
                else
                {
                    Number(path, member.Value, values, found);
                }
            }
        }

        faults = [.. found.Take(MostFaults)];
        return found.Count == 0 ? new StrategyDocument(values, curve) : null;
    }

    private static List<JsonProperty> Members(JsonElement element, string path, List<StrategyFault> faults)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return [.. element.EnumerateObject()];
        }

        faults.Add(new(path, "must be an object."));
        return [];
    }

    private static void Number(string path, JsonElement element, Dictionary<string, double> values, List<StrategyFault> faults)
    {
        if (!StrategyField.ByPath.TryGetValue(path, out var field))
        {
            string group = path.Split('.')[0] + ".";
            var known = StrategyField.All.Select(f => f.Path).Append(CurvePath).Where(p => p.StartsWith(group, StringComparison.Ordinal));
            faults.Add(new($"$.{path}", $"is unknown; there are {string.Join(", ", known)}."));
        }
        else if (TryRead(element, field, out double value) && value >= field.Least && value <= field.Most)
        {
            values[path] = value;
        }
        else
        {
            faults.Add(new($"$.{path}", field.Range));
        }
    }

    private static bool TryRead(JsonElement element, StrategyField field, out double value)
    {
        value = element.ValueKind == JsonValueKind.True ? 1 : 0;
        return field.Kind == StrategyFieldKind.Boolean
            ? element.ValueKind is JsonValueKind.True or JsonValueKind.False
            : element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out value)
                && (field.Kind != StrategyFieldKind.Whole || value == Math.Floor(value));
    }

    private static List<CurvePoint> Curve(JsonElement element, List<StrategyFault> faults)
    {
        var points = new List<CurvePoint>();
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() > MostPoints)
        {
            faults.Add(new($"$.{CurvePath}", $"must be an array of at most {MostPoints} points."));
            return points;
        }

        foreach (var item in element.EnumerateArray())
        {
            string path = FormattableString.Invariant($"$.{CurvePath}[{points.Count}]");
            var members = Members(item, path, faults).ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
            foreach (string name in members.Keys.Where(name => name is not ("received" or "factor")))
            {
                faults.Add(new($"{path}.{name}", "is unknown; a point has received and factor."));
            }

            double received = Coordinate(members, "received", MostReceived, path, faults);
            double factor = Coordinate(members, "factor", MostFactor, path, faults);
            if (points.Count > 0 && received <= points[^1].Received)
            {
                faults.Add(new($"{path}.received", "must be above the point before."));
            }

            points.Add(new CurvePoint(received, factor));
        }

        return points;
    }

    private static double Coordinate(
        Dictionary<string, JsonElement> members, string name, double most, string path, List<StrategyFault> faults)
    {
        if (members.TryGetValue(name, out var element) && element.ValueKind == JsonValueKind.Number
            && element.TryGetDouble(out double value) && value >= 0 && value <= most)
        {
            return value;
        }

        faults.Add(new($"{path}.{name}", FormattableString.Invariant($"must be a number from 0 to {most}.")));
        return 0;
    }
}
