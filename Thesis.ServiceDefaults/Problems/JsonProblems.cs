using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.ServiceDefaults;

/// <summary>Turns a JSON error into a problem that names the field by its path, such as <c>positions[3].latitude</c>.</summary>
internal static partial class JsonProblems
{
    private static readonly string[] Required = ["is required"];

    public static ProblemHttpResult For(JsonException exception)
    {
        if (MissingProperties().Match(exception.Message) is { Success: true } missing)
        {
            var prefix = Field(exception.Path) is { Length: > 0 } parent ? parent + "." : "";
            return Problems.Validation(QuotedName().Matches(missing.Value)
                .ToDictionary(name => prefix + name.Groups["name"].Value, _ => Required));
        }

        var field = Field(exception.Path);
        return Problems.Validation(field.Length > 0 ? field : "body", Remedy(exception));
    }

    /// <summary>A JSON path without its root: <c>$.a[0].b</c> becomes <c>a[0].b</c>.</summary>
    private static string Field(string? path) => path is null ? "" : path.TrimStart('$').TrimStart('.');

    private static string Remedy(JsonException exception)
    {
        if (exception is FieldFormatException)
        {
            return exception.Message;
        }

        if (NotConvertible().Match(exception.Message) is { Success: true } match)
        {
            return ExpectedToken(exception.InnerException?.Message ?? "") ?? ExpectedJson(match.Groups["type"].Value);
        }

        if (exception.Message.Contains("Duplicate property", StringComparison.OrdinalIgnoreCase))
        {
            return "is given twice";
        }

        return exception.Message.Contains("doesn't allow null", StringComparison.Ordinal) || exception.Message.Contains("non-nullable", StringComparison.Ordinal)
            ? "must not be null"
            : $"must be valid JSON; it breaks at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
    }

    /// <summary>For a record's fields only the reader's own complaint tells what was wanted.</summary>
    private static string? ExpectedToken(string complaint) => ReaderComplaint().Match(complaint).Groups["wanted"].Value switch
    {
        "number" or "Decimal" or "Double" => "must be a number",
        "Int32" or "Int64" or "Int16" => "must be a whole number within range",
        "string" => "must be a string",
        "boolean" => "must be true or false",
        _ => null,
    };

    private static string ExpectedJson(string type) => NullableOf().Replace(type, "${type}") switch
    {
        "System.Decimal" or "System.Double" or "System.Single" => "must be a number",
        "System.Int32" or "System.Int64" or "System.Int16" => "must be a whole number",
        "System.Boolean" => "must be true or false",
        "System.String" => "must be a string",
        "System.DateOnly" => "must be a date such as 2026-05-01",
        var name when name.Contains("[]", StringComparison.Ordinal) || name.StartsWith("System.Collections", StringComparison.Ordinal) => "must be a list",
        _ => "is not of the expected form",
    };

    [GeneratedRegex("missing required properties including: .*$")]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex QuotedName();

    [GeneratedRegex(@"could not be converted to (?<type>\S+?)\.(?: Path| |$)")]
    private static partial Regex NotConvertible();

    [GeneratedRegex(@" (?:as|for) an? (?<wanted>\w+)\.$")]
    private static partial Regex ReaderComplaint();

    [GeneratedRegex(@"^System\.Nullable`1\[(?<type>[^\]]+)\]$")]
    private static partial Regex NullableOf();
}
