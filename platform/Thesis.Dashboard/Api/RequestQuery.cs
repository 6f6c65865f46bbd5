using System.Globalization;
using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Reads a request's parameters; what cannot be read is a 400 that names the parameter.</summary>
internal static class RequestQuery
{
    private const long NanosecondsPerTick = 100;
    private const int MaxTextLength = 1_000;

    public static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text
        ? text.Length <= MaxTextLength ? text : throw ProblemException.Bad($"{name} is longer than {MaxTextLength} characters.")
        : null;

    public static string Required(HttpRequest request, string name) =>
        Text(request, name) ?? throw ProblemException.Bad($"{name} is missing.");

    public static string[] All(HttpRequest request, string name) => [.. request.Query[name].OfType<string>().Where(v => v.Length > 0)];

    public static int Int(HttpRequest request, string name, int otherwise, int min, int max) => Text(request, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw ProblemException.Bad($"{name} is '{text}'; it must be a whole number from {min} to {max}.");

    public static bool Bool(HttpRequest request, string name) => Text(request, name) switch
    {
        null or "false" or "0" => false,
        "true" or "1" => true,
        var text => throw ProblemException.Bad($"{name} is '{text}'; it must be true or false."),
    };

    /// <summary>A time as nanoseconds since 1970, from ISO 8601 or milliseconds since 1970.</summary>
    public static long? Time(HttpRequest request, string name) => Text(request, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 1L << 43 ? milliseconds * 1_000_000
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Nanoseconds(time)
        : throw ProblemException.Bad($"{name} is '{text}'; it must be a time like 2025-01-31T08:00:00Z.");

    /// <summary>An opaque position that an earlier answer gave.</summary>
    public static long? Position(HttpRequest request, string name) => Text(request, name) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value
        : throw ProblemException.Bad($"{name} is '{text}'; it must be a value that an earlier answer gave.");

    public static byte[]? Id(HttpRequest request, string name, int bytes) =>
        Text(request, name) is { } text ? ParseId(text, name, bytes) : null;

    public static byte[] ParseId(string text, string name, int bytes)
    {
        try
        {
            if (text.Length == bytes * 2)
            {
                return Convert.FromHexString(text);
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw ProblemException.Bad($"{name} is '{text}'; it must be {bytes * 2} hexadecimal digits.");
    }

    /// <summary>The run that the request is about.</summary>
    public static RunStore Run(HttpRequest request, RunCatalog runs, string name = "run") =>
        runs.Find(Text(request, name)) ?? throw ProblemException.Missing($"run '{Text(request, name)}'", Text(request, name));

    public static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick;

    public static DateTime FromNanoseconds(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / NanosecondsPerTick);
}
