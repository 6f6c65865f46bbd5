using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.Services.Identity.Pages;

/// <summary>The pages' look; part of the assembly, so that it is there however the process is started.</summary>
internal static class Stylesheet
{
    public const string Path = "/account/style.css";

    private static readonly byte[] Text = Read();

    public static FileContentHttpResult Get(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(Text, "text/css; charset=utf-8");
    }

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("Thesis.Services.Identity.Pages.style.css")
            ?? throw new InvalidOperationException("The assembly was built without the pages' stylesheet.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
