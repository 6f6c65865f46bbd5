using System.Collections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Thesis.Dashboard;

/// <summary>How a dashboard listens, whom it lets in and how much it keeps.</summary>
public sealed class DashboardOptions
{
    /// <summary>Addresses of pages and API (HTTP/1.1), separated by semicolons. Port 0 takes a free one. <c>ASPNETCORE_URLS</c>.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:18888";

    /// <summary>Address of OTLP over gRPC (HTTP/2 without TLS). <c>ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL</c>.</summary>
    public string OtlpGrpcUrl { get; set; } = "http://127.0.0.1:18889";

    /// <summary>Address of OTLP over HTTP. <c>ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL</c>.</summary>
    public string OtlpHttpUrl { get; set; } = "http://127.0.0.1:18890";

    /// <summary>What a browser signs in with; a random one for each start unless set. <c>ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN</c>.</summary>
    public string? BrowserToken { get; set; }

    /// <summary>Lets everyone in. <c>ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS</c>.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>When set, telemetry must come with it in <c>x-otlp-api-key</c>. <c>DASHBOARD__OTLP__PRIMARYAPIKEY</c>.</summary>
    public string? OtlpApiKey { get; set; }

    /// <summary>When set, opens <c>/api/telemetry</c> with it in <c>x-api-key</c>. <c>DASHBOARD__API__PRIMARYAPIKEY</c>.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Origins whose pages may send telemetry, separated by commas; <c>*</c> for any. Origins on this machine always may.
    /// <c>DASHBOARD__OTLP__CORS__ALLOWEDORIGINS</c>.
    /// </summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Where runs are kept, a folder each. <c>THESIS_DASHBOARD_DATA</c>.</summary>
    public string DataDirectory { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "thesis-dashboard");

    /// <summary>Runs kept, the current one included; older ones are deleted at start. <c>THESIS_DASHBOARD_RUNS</c>.</summary>
    public int RunsKept { get; set; } = 10;

    /// <summary>
    /// Bytes on disk for one run: logs and spans get two fifths each, metrics and console lines a tenth each. When a
    /// signal has used its share, its oldest segment goes. <c>THESIS_DASHBOARD_RUN_BYTES</c>.
    /// </summary>
    public long BytesPerRun { get; set; } = 1L << 30;

    /// <summary>Bytes on disk for all runs together; the oldest runs go first. <c>THESIS_DASHBOARD_TOTAL_BYTES</c>.</summary>
    public long BytesInAll { get; set; } = 4L << 30;

    /// <summary>The name shown when no resource source says one. <c>DASHBOARD__APPLICATIONNAME</c>.</summary>
    public string ApplicationName { get; set; } = "Dashboard";

    /// <summary>The folder of the pages; found by itself when null.</summary>
    public string? WebDirectory { get; set; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Where the dashboard says what goes wrong.</summary>
    public ILoggerFactory Logging { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Options as the environment says, Aspire's names where they exist.</summary>
    /// <exception cref="ArgumentException">A variable cannot be read; the message names it.</exception>
    public static DashboardOptions FromEnvironment(IDictionary? environment = null)
    {
        var variables = environment ?? Environment.GetEnvironmentVariables();
        var options = new DashboardOptions();
        string? Read(string name) => variables[name] as string is { Length: > 0 } value ? value : null;
        options.Urls = Read("ASPNETCORE_URLS") ?? options.Urls;
        options.OtlpGrpcUrl = Read("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL") ?? options.OtlpGrpcUrl;
        options.OtlpHttpUrl = Read("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL") ?? options.OtlpHttpUrl;
        options.BrowserToken = Read("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN");
        options.AllowAnonymous = Read("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS") is { } anonymous
            && ParseBool("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", anonymous);
        options.OtlpApiKey = Read("DASHBOARD__OTLP__PRIMARYAPIKEY");
        options.ApiKey = Read("DASHBOARD__API__PRIMARYAPIKEY");
        options.AllowedOrigins = Read("DASHBOARD__OTLP__CORS__ALLOWEDORIGINS") ?? options.AllowedOrigins;
        options.DataDirectory = Read("THESIS_DASHBOARD_DATA") ?? options.DataDirectory;
        options.RunsKept = (int)ParseLong("THESIS_DASHBOARD_RUNS", Read("THESIS_DASHBOARD_RUNS"), options.RunsKept);
        options.BytesPerRun = ParseLong("THESIS_DASHBOARD_RUN_BYTES", Read("THESIS_DASHBOARD_RUN_BYTES"), options.BytesPerRun);
        options.BytesInAll = ParseLong("THESIS_DASHBOARD_TOTAL_BYTES", Read("THESIS_DASHBOARD_TOTAL_BYTES"), options.BytesInAll);
        options.ApplicationName = Read("DASHBOARD__APPLICATIONNAME") ?? options.ApplicationName;
        return options;
    }

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            CheckUrl(nameof(Urls), url);
        }

        CheckUrl(nameof(OtlpGrpcUrl), OtlpGrpcUrl);
        CheckUrl(nameof(OtlpHttpUrl), OtlpHttpUrl);
        Check(RunsKept is >= 1 and <= 1000, nameof(RunsKept), RunsKept, "between 1 and 1000");
        Check(BytesPerRun >= 10 << 20, nameof(BytesPerRun), BytesPerRun, "at least 10 MiB (10485760)");
        Check(BytesInAll >= BytesPerRun, nameof(BytesInAll), BytesInAll, $"at least {nameof(BytesPerRun)} ({BytesPerRun})");
        Check(BrowserToken is null or { Length: >= 8 }, nameof(BrowserToken), "(hidden)", "at least 8 characters");
    }

    private static void CheckUrl(string name, string url) =>
        Check(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp, name, url, "like http://127.0.0.1:18888");

    private static void Check(bool holds, string name, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is '{value}'; it must be {range}.");
        }
    }

    private static bool ParseBool(string name, string text) =>
        text is "1" ? true : text is "0" ? false : bool.TryParse(text, out var value)
            ? value
            : throw new ArgumentException($"{name} is '{text}'; it must be true or false.");

    private static long ParseLong(string name, string? text, long otherwise) =>
        text is null ? otherwise : long.TryParse(text, out var value) && value is > 0 and < 1L << 50
            ? value
            : throw new ArgumentException($"{name} is '{text}'; it must be a positive whole number.");
}
