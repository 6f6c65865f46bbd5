using System.Globalization;
using System.Text.Json;

namespace Thesis.Rescue.Stages;

/// <summary>Reads the JSON of live updates, where 64-bit numbers are strings and zero may be left out, as proto JSON has it.</summary>
internal static class LiveJson
{
    public static long Int64(JsonElement owner, string name) => owner.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString() ?? "0", CultureInfo.InvariantCulture) : value.GetInt64()
        : 0;

    public static double Double(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    public static decimal Kg(JsonElement owner, string name) => Int64(owner, name) / 1000m;
}
