using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Thesis.Bff.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests;

/// <summary>Spans of pages on their way to a collector.</summary>
[Collection(PublicDoorCollection.Name)]
public sealed class BrowserTelemetryTests(PublicDoorFixture door)
{
    private const string Path = "/bff/telemetry";
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Spans_reach_the_collector_under_the_name_of_the_browser_with_its_key()
    {
        await using var collector = await Collector.StartAsync();
        var (process, address) = await door.StartAnotherAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=secret",
        });
        await using var stop = process;
        using var signedIn = await Browser.SignedInAsync(door, "donor1");
        using var browser = signedIn.At(address);

        using var answer = await browser.PostAsync(Path, Report(Span()));

        Assert.True((await JsonOf(answer)).GetProperty("collected").GetBoolean());
        var (key, body) = await collector.Received.ReadAsync();
        Assert.Equal("secret", key);
        var resource = body.GetProperty("resourceSpans")[0];
        Assert.Equal("browser", resource.GetProperty("resource").GetProperty("attributes")[0].GetProperty("value").GetProperty("stringValue").GetString());
        var span = resource.GetProperty("scopeSpans")[0].GetProperty("spans")[0];
        Assert.Equal((Trace, "b7ad6b7169203331", 3), (span.GetProperty("traceId").GetString(), span.GetProperty("spanId").GetString(), span.GetProperty("kind").GetInt32()));
    }

    [Fact]
    public async Task Without_a_collector_pages_learn_that_nobody_listens()
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");

        using var answer = await browser.PostAsync(Path, Report(Span()));

        Assert.False((await JsonOf(answer)).GetProperty("collected").GetBoolean());
    }

    [Fact]
    public async Task Who_is_not_signed_in_or_does_not_send_the_header_is_refused()
    {
        using var stranger = new Browser(door.Address);
        using var forged = new Browser(door.Address, withCsrfHeader: false);

        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostAsync(Path, Report(Span()))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await forged.PostAsync(Path, Report(Span()))).StatusCode);
    }

    [Theory]
    [InlineData("traceId", "x")]
    [InlineData("traceId", "00000000000000000000000000000000")]
    [InlineData("spanId", "")]
    [InlineData("parentSpanId", "zz")]
    [InlineData("name", "")]
    [InlineData("kind", "server")]
    [InlineData("startMs", 1.0)]
    [InlineData("endMs", 9e15)]
    public async Task A_span_that_is_not_one_is_refused_by_field(string field, object value)
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");
        var span = Span();
        span[field] = value;

        using var answer = await browser.PostAsync(Path, Report(span));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await JsonOf(answer)).GetProperty("errors").TryGetProperty($"spans[0].{field}", out _));
    }

    [Fact]
    public async Task A_report_that_is_empty_too_long_or_no_json_is_refused()
    {
        using var browser = await Browser.SignedInAsync(door, "donor1");

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(Path, Report())).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(Path, Report([.. Enumerable.Repeat(Span(), 101)]))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.PostAsync(Path, new { spans = new string('x', 200_000) })).StatusCode);
    }

    private static object Report(params Dictionary<string, object>[] spans) => new { spans };

    private static Dictionary<string, object> Span()
    {
        var now = (double)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return new() { ["traceId"] = Trace, ["spanId"] = "b7ad6b7169203331", ["name"] = "POST /api/v1/donations", ["kind"] = "client", ["startMs"] = now - 5, ["endMs"] = now };
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer) =>
        JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

    /// <summary>A server that keeps the traces sent to it as JSON; others, which the BFF sends of itself, it lets pass.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly Channel<(string, JsonElement)> _received = Channel.CreateBounded<(string, JsonElement)>(100);

        private Collector(WebApplication app) => _app = app;

        public Uri Address => new(_app.Urls.Single());

        public ChannelReader<(string Key, JsonElement Body)> Received => _received.Reader;

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            collector._app.Urls.Add("http://127.0.0.1:0");
            collector._app.Run(collector.TakeAsync);
            await collector._app.StartAsync();
            return collector;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            if (context.Request.Path == "/v1/traces" && context.Request.HasJsonContentType())
            {
                var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
                await _received.Writer.WriteAsync((context.Request.Headers["x-otlp-api-key"].ToString(), body));
            }
        }
    }
}
