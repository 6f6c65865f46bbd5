using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Thesis.Dashboard.Api;

/// <summary>Bodies of the API's own requests.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 1 << 20;

    /// <exception cref="ProblemException">It is not JSON of that shape, or does not say that it is JSON.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        if (!http.Request.HasJsonContentType())
        {
            throw new ProblemException(StatusCodes.Status415UnsupportedMediaType, "content-type must be application/json.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await http.Request.ReadFromJsonAsync(type, http.RequestAborted) ?? throw ProblemException.Bad("The body is null; an object belongs there.");
        }
        catch (JsonException e)
        {
            throw ProblemException.Bad($"The body cannot be read at {e.Path ?? "$"}: {e.Message}");
        }
    }
}
