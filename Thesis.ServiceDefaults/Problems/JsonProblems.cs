using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Turns a JSON error into a problem that names the field by its path, such as <c>positions[3].latitude</c>. What the field
/// must be is told by the converter that refused it or by the type that the request has there.
/// </summary>
internal static partial class JsonProblems
{
    private static readonly string[] Required = ["is required"];

    /// <param name="exception">The error.</param>
    /// <param name="request">The type that was read.</param>
    /// <param name="options">As it was read.</param>
    public static ProblemHttpResult For(JsonException exception, Type request, JsonSerializerOptions options)
    {
        var field = (exception.Path ?? "").TrimStart('$').TrimStart('.');
        var place = Place.At(request, exception.Path ?? "", options);
        if (place.Type is { } type && exception.InnerException is null && Missing(exception, options.GetTypeInfo(type)) is { Length: > 0 } missing)
        {
            return Problems.Validation(missing.ToDictionary(name => field.Length > 0 ? $"{field}.{name}" : name, _ => Required));
        }

        return Problems.Validation(field.Length > 0 ? field : "body", Remedy(exception, place, options));
    }

    private static string Remedy(JsonException exception, Place place, JsonSerializerOptions options) => (exception, place.Type) switch
    {
        (FieldFormatException, _) => exception.Message,
        ({ InnerException: JsonException }, _) => $"must be valid JSON; it breaks at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}",
        (_, null) => "is not known here; leave it out",
        (_, var type) when options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object => "must be an object, given once",
        (_, var type) when options.GetTypeInfo(type).Kind == JsonTypeInfoKind.Enumerable => "must be a list, given once",
        // Without a cause and for a value that has the right form, the field itself is at fault.
        ({ InnerException: null }, { IsEnum: false }) => place.IsNullable ? "must not be given twice" : "must not be null or given twice",
        (_, var type) => ValueForms.Expected(type),
    };

    /// <summary>The serializer names what is missing between quotes, the same in every language.</summary>
    private static string[] Missing(JsonException exception, JsonTypeInfo type) => type.Kind != JsonTypeInfoKind.Object
        ? []
        : [.. type.Properties.Where(p => p.IsRequired && exception.Message.Contains($"'{p.Name}'", StringComparison.Ordinal)).Select(p => p.Name)];

    /// <summary>Where in a type's tree a JSON path leads.</summary>
    /// <param name="Type">The type there; null when the path names no member.</param>
    /// <param name="IsNullable">Whether null may stand there.</param>
    private readonly partial record struct Place(Type? Type, bool IsNullable)
    {
        public static Place At(Type root, string path, JsonSerializerOptions options)
        {
            var place = new Place(root, false);
            foreach (Match step in Step().Matches(path))
            {
                if (place.Type is null)
                {
                    break;
                }

                var info = options.GetTypeInfo(place.Type);
                var property = info.Properties.FirstOrDefault(p => string.Equals(p.Name, step.Groups["name"].Value, StringComparison.OrdinalIgnoreCase));
                place = info.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
                    ? new Place(info.ElementType, true)
                    : new Place(property?.PropertyType, property?.IsSetNullable == true || property?.AssociatedParameter?.IsNullable == true);
            }

            return place;
        }

        [GeneratedRegex(@"\.(?<name>[^.\[]+)|\['(?<name>[^']*)'\]|\[[0-9]+\]")]
        private static partial Regex Step();
    }
}
