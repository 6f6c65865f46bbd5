using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Thesis.ServiceDefaults;

/// <summary>Describes the types that our converters write as strings: ids and times.</summary>
internal static class IdSchemas
{
    public static bool IsId(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(Id<>);
    }

    public static Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (IsId(plain))
        {
            SetString(schema, nullable: plain != type);
            schema.Pattern = $"^{Prefix(plain)}_[0-7][0-9a-z]{{{CrockfordBase32.Length - 1}}}$";
        }
        else if (plain == typeof(DateTimeOffset))
        {
            SetString(schema, nullable: plain != type);
            schema.Format = "date-time";
        }

        return Task.CompletedTask;
    }

    private static void SetString(OpenApiSchema schema, bool nullable)
    {
        schema.Type = nullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        schema.Properties = null;
    }

    private static string? Prefix(Type id) =>
        (string?)id.GetGenericArguments()[0].GetProperty(nameof(IIdKind.Prefix), BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
}
