using System.Text.Json;
using System.Text.Json.Serialization;

namespace Thesis.ServiceDefaults;

/// <summary>How every process writes and reads JSON at the edge.</summary>
public static class JsonDefaults
{
    /// <summary>
    /// camelCase; numbers only as numbers; null or absence refused where the type is neither nullable nor optional; a
    /// property given twice, or one that is not known, refused; times in UTC; enums as camelCase strings.
    /// </summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.MaxDepth = 32;
        options.Converters.Add(new UtcTimeJsonConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
