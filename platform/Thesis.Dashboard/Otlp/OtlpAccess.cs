using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Thesis.Dashboard.Otlp;

/// <summary>Who may send telemetry.</summary>
internal sealed class OtlpAccess(DashboardOptions options)
{
    public const string KeyHeader = "x-otlp-api-key";
    private readonly byte[]? _key = options.OtlpApiKey is { } key ? Encoding.UTF8.GetBytes(key) : null;
    private readonly string[] _origins = options.AllowedOrigins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool HasKey(HttpContext http) =>
        _key is null || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers[KeyHeader].ToString()), _key);

    /// <summary>Answers a browser's question whether a page of its origin may send; true when it may.</summary>
    public bool AllowOrigin(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !IsAllowed(origin))
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.Vary = "Origin";
        headers.AccessControlAllowMethods = "POST";
        headers.AccessControlAllowHeaders = $"content-type, content-encoding, traceparent, tracestate, x-requested-with, {KeyHeader}";
        headers.AccessControlMaxAge = "600";
        return true;
    }

    private bool IsAllowed(string origin) =>
        _origins.Contains("*") || _origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback);
}
