using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults;

/// <summary>Versions of rows as entity tags: version 7 is <c>"7"</c>.</summary>
public static class ETags
{
    /// <summary>The tag of a version, with its quotes.</summary>
    public static string Of(long version) => $"\"{version}\"";

    /// <summary>Puts a row's version on the response, for the caller's next <c>If-Match</c>.</summary>
    public static void Set(HttpResponse response, long version) => response.Headers.ETag = Of(version);
}
