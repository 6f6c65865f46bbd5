using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.Services.Identity.Pages;

/// <summary>The pages' look and their one script; parts of the assembly, so that they are there however the process is started.</summary>
internal static class PageFiles
{
    public const string StylePath = "/account/style.css";
    public const string ScriptPath = "/account/passkeys.js";

    private static readonly byte[] Style = Read("style.css");
    private static readonly byte[] Script = Read("passkeys.js");

    public static FileContentHttpResult GetStyle(HttpContext context) => Get(context, Style, "text/css; charset=utf-8");

    public static FileContentHttpResult GetScript(HttpContext context) => Get(context, Script, "text/javascript; charset=utf-8");

    private static FileContentHttpResult Get(HttpContext context, byte[] bytes, string type)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(bytes, type);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream($"Thesis.Services.Identity.Pages.{name}")
            ?? throw new InvalidOperationException($"The assembly was built without the pages' {name}.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
