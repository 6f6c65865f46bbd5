using System.Text;

namespace Thesis.Dashboard.Otlp;

/// <summary>OpenTelemetry's severity numbers and the levels that .NET names.</summary>
internal static class LogLevels
{
    private static readonly string[] _names = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    /// <summary>The least severity that is an error.</summary>
    public const int Error = 17;

    /// <summary>The level of a severity number from 1 to 24, four to a level; <c>Unspecified</c> for 0.</summary>
    public static string Name(int severity) => severity is < 1 or > 24 ? "Unspecified" : _names[(severity - 1) / 4];

    /// <summary>The least severity of a level; null when there is no such level.</summary>
    public static int? Least(string level)
    {
        var index = Array.FindIndex(_names, n => n.Equals(level, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (index * 4) + 1;
    }

    /// <summary>The severity that a logger's own word for it means; 0 when it is none that is known.</summary>
    public static int Parse(ReadOnlySpan<byte> text) => text.Length is 0 or > 16 ? 0 : Encoding.UTF8.GetString(text).ToUpperInvariant() switch
    {
        "TRACE" or "VERBOSE" => 1,
        "DEBUG" => 5,
        "INFO" or "INFORMATION" or "NOTICE" => 9,
        "WARN" or "WARNING" => 13,
        "ERROR" or "ERR" => 17,
        "FATAL" or "CRITICAL" or "EMERGENCY" or "ALERT" => 21,
        _ => 0,
    };
}
