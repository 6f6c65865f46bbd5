using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using OpenTelemetry.Exporter;
using Thesis.Tests.Support;

namespace Thesis.Dashboard.Tests;

public sealed class OtlpTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private static readonly long _now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.HttpProtobuf, OtlpExportCompression.GZip)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.None)]
    [InlineData(OtlpExportProtocol.Grpc, OtlpExportCompression.GZip)]
    public async Task What_OpenTelemetrys_own_exporter_sends_is_shown(OtlpExportProtocol protocol, OtlpExportCompression compression)
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        string traceId;
        using (var service = new SampleTelemetry("orders", protocol == OtlpExportProtocol.Grpc ? dashboard.OtlpGrpc : dashboard.OtlpHttp, protocol, compression: compression))
        {
            traceId = service.Work(41, fails: true);
            service.Flush();
        }

        var trace = await dashboard.GetAsync($"/api/v1/traces/{traceId}");
        var spans = trace.GetProperty("spans").EnumerateArray().ToList();
        Assert.Equal(["GET /orders/6", "SELECT orders"], spans.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("error", spans[0].GetProperty("status").GetString());
        Assert.Equal("The larder is empty.", spans[0].GetProperty("statusMessage").GetString());
        Assert.Equal("exception", spans[0].GetProperty("events")[0].GetProperty("name").GetString());
        Assert.Equal(500, spans[0].GetProperty("attributes").GetProperty("http.response.status_code").GetInt32());
        Assert.Equal(spans[0].GetProperty("spanId").GetString(), spans[1].GetProperty("parentSpanId").GetString());
        Assert.Equal(2, trace.GetProperty("logs").GetArrayLength());

        var error = Assert.Single(await dashboard.ItemsAsync("/api/v1/logs?level=Error&resource=orders"));
        Assert.Equal("Order 41 failed", error.GetProperty("message").GetString());
        Assert.Equal("Sample.orders", error.GetProperty("category").GetString());
        Assert.Equal(traceId, error.GetProperty("traceId").GetString());
        Assert.Contains("The larder is empty.", error.GetProperty("exception").GetString(), StringComparison.Ordinal);

        var instruments = (await dashboard.GetAsync("/api/v1/metrics/instruments?resource=orders")).EnumerateArray().ToList();
        Assert.Equal(["histogram", "sum", "gauge"], instruments.Select(i => i.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Json_and_packed_bodies_are_read_like_plain_protobuf()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var body = OtlpRequest.Of("orders", [OtlpRequest.Log("packed", _now)]);
        using var protobuf = await dashboard.SendProtobufAsync("logs", await PackAsync(body, 1), "gzip");
        using var json = await dashboard.SendJsonAsync("logs", $$$$"""
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"orders"}}]},"scopeLogs":[{"scope":{"name":"c"},
            "logRecords":[{"timeUnixNano":"{{{{_now}}}}","severityNumber":13,"body":{"stringValue":"json"},"traceId":"{{{{TraceId}}}}","unknown":1,
            "attributes":[{"key":"list","value":{"arrayValue":{"values":[{"intValue":"1"},{"boolValue":true}]}}},{"key":"n","value":{"intValue":9007199254740993}}]}]}]}]}
            """);

        Assert.Equal(HttpStatusCode.OK, protobuf.StatusCode);
        Assert.Equal("application/x-protobuf", protobuf.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.OK, json.StatusCode);
        Assert.Equal("{ }", await json.Content.ReadAsStringAsync());
        var items = await dashboard.ItemsAsync("/api/v1/logs");
        Assert.Equal(["json", "packed"], items.Select(i => i.GetProperty("message").GetString()).Order());
        var fromJson = items.Single(i => i.GetProperty("message").GetString() == "json");
        Assert.Equal("Warning", fromJson.GetProperty("level").GetString());
        Assert.Equal(TraceId, fromJson.GetProperty("traceId").GetString());
        Assert.Equal("[1,true]", fromJson.GetProperty("attributes").GetProperty("list").GetRawText());
        Assert.Equal("9007199254740993", fromJson.GetProperty("attributes").GetProperty("n").GetString());
    }

    [Theory]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"xyz","spanId":"b7ad6b7169203331"}]}]}]}""", "$.resourceSpans[0].scopeSpans[0].spans[0].traceId is 'xyz'")]
    [InlineData("""{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":"soon"}]}]}]}""", "startTimeUnixNano is 'soon'")]
    [InlineData("""{"resourceSpans":{}}""", "$.resourceSpans cannot be read")]
    [InlineData("""{"resourceSpans":[""", "not JSON")]
    [InlineData("[]", "$ is Array")]
    public async Task Malformed_json_is_refused_with_the_place_of_the_fault(string body, string expected)
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await dashboard.SendJsonAsync("traces", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var message = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("message").GetString();
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Harmed_protobuf_is_answered_and_never_brings_the_dashboard_down()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var whole = OtlpRequest.Of("orders", [Span("a")]);
        var random = new Random(7);
        var answers = new Dictionary<HttpStatusCode, int>();
        for (var i = 0; i < 400; i++)
        {
            var body = whole.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            var cut = i % 2 == 0 ? body : body[..random.Next(body.Length)];
            using var answer = await dashboard.SendProtobufAsync(i % 3 == 0 ? "logs" : i % 3 == 1 ? "metrics" : "traces", cut);
            answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
        }

        Assert.Subset(new HashSet<HttpStatusCode> { HttpStatusCode.OK, HttpStatusCode.BadRequest }, answers.Keys.ToHashSet());
        Assert.True(answers[HttpStatusCode.BadRequest] > 50);
        foreach (var path in new[] { "/api/v1/logs", "/api/v1/traces", "/api/v1/metrics/instruments", "/api/v1/telemetry/resources", "/api/telemetry/spans" })
        {
            await dashboard.GetAsync(path);
        }
    }

    [Fact]
    public async Task A_harmed_request_stores_nothing_of_itself()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var good = OtlpRequest.Of("orders", [OtlpRequest.Log("good", _now)]);

        using var answer = await dashboard.SendProtobufAsync("logs", [.. good, 0x0A, 0x7F, 1, 2]);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("ends inside field 1", Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        Assert.Empty(await dashboard.ItemsAsync("/api/v1/logs"));
    }

    [Fact]
    public async Task Spans_without_ids_are_counted_back_to_the_sender_while_the_others_stay()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var answer = await dashboard.SendJsonAsync("traces", $$$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{{{TraceId}}}}","spanId":"b7ad6b7169203331","name":"good"},{"traceId":"00ff","spanId":"b7ad6b7169203331"}]}]}]}
            """);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var partial = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("partialSuccess");
        Assert.Equal("1", partial.GetProperty("rejectedSpans").GetString());
        Assert.Contains("2 bytes", partial.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Single(await dashboard.ItemsAsync("/api/v1/traces"));
    }

    [Fact]
    public async Task Bodies_of_the_wrong_kind_size_or_packing_are_told_what_is_wrong()
    {
        await using var dashboard = await RunningDashboard.StartAsync();

        using var text = await dashboard.Browser.PostAsync(new Uri(dashboard.OtlpHttp, "/v1/logs"), new StringContent("hello"));
        using var notPacked = await dashboard.SendProtobufAsync("logs", [1, 2, 3], "gzip");
        using var unknownPacking = await dashboard.SendProtobufAsync("logs", [1, 2, 3], "zip");
        using var tooLarge = await dashboard.SendProtobufAsync("logs", await PackAsync(new byte[1 << 20], 40), "gzip");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, notPacked.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unknownPacking.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Over_gRPC_packed_requests_are_unpacked_no_further_than_the_limit()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var good = OtlpRequest.Of("orders", [OtlpRequest.Log("packed", _now)]);

        Assert.Equal("0", await dashboard.SendGrpcAsync("logs", await PackAsync(good, 1), "gzip"));
        Assert.Equal("8", await dashboard.SendGrpcAsync("logs", await PackAsync(new byte[1 << 20], 40), "gzip")); // ResourceExhausted.
        Assert.Equal("13", await dashboard.SendGrpcAsync("logs", [1, 2, 3], "gzip")); // Internal.
        Assert.Equal("12", await dashboard.SendGrpcAsync("logs", await PackAsync(good, 1), "snappy")); // Unimplemented.

        var item = Assert.Single(await dashboard.ItemsAsync("/api/v1/logs"));
        Assert.Equal("packed", item.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_line_of_10_MB_is_kept_with_a_mark_where_it_was_cut()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var line = "begin " + new string('é', 5_000_000);

        using var answer = await dashboard.SendProtobufAsync("logs", OtlpRequest.Of("orders", [OtlpRequest.Log(line, _now, 9, ("big", line))]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var item = Assert.Single(await dashboard.ItemsAsync("/api/v1/logs?q=begin"));
        var message = item.GetProperty("message").GetString() ?? "";
        Assert.StartsWith("begin éé", message, StringComparison.Ordinal);
        Assert.EndsWith("é… [cut: 10,000,006 bytes in all]", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 30_000, 40_000);
        Assert.EndsWith("bytes in all]", item.GetProperty("attributes").GetProperty("big").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_key_telemetry_needs_it_both_ways()
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.OtlpApiKey = "sesame");
        using var without = await dashboard.SendProtobufAsync("logs", []);
        using (var wrong = new SampleTelemetry("wrong", dashboard.OtlpGrpc, OtlpExportProtocol.Grpc, key: "please"))
        using (var right = new SampleTelemetry("right", dashboard.OtlpGrpc, OtlpExportProtocol.Grpc, key: "sesame"))
        {
            wrong.Work(1);
            right.Work(2);
            wrong.Flush();
            right.Flush();
        }

        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        var senders = (await dashboard.GetAsync("/api/v1/telemetry/resources")).EnumerateArray();
        Assert.Equal(["right"], senders.Select(s => s.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://app.example.org", true)]
    [InlineData("https://evil.example.org", false)]
    public async Task Only_pages_of_allowed_origins_may_send(string origin, bool allowed)
    {
        await using var dashboard = await RunningDashboard.StartAsync(o => o.AllowedOrigins = "https://app.example.org");
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(dashboard.OtlpHttp, "/v1/traces"));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using var answer = await dashboard.Browser.SendAsync(request);

        Assert.Equal(allowed ? HttpStatusCode.NoContent : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(allowed ? [origin] : null, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values : null);
    }

    [Fact]
    public async Task A_trace_is_whole_whenever_and_from_wherever_its_spans_come()
    {
        await using var dashboard = await RunningDashboard.StartAsync();
        var trace = Convert.FromHexString(TraceId);
        byte[] root = [1, 1, 1, 1, 1, 1, 1, 1], child = [2, 2, 2, 2, 2, 2, 2, 2];
        await SendAsync("drivers", OtlpRequest.Span(trace, child, root, "late child", _now + 1_000_000));
        var early = Assert.Single(await dashboard.ItemsAsync("/api/v1/traces"));
        for (var i = 0; i < 50; i++)
        {
            await SendAsync("noise", Span($"noise {i}"));
        }

        await SendAsync("orders", OtlpRequest.Span(trace, root, null, "root", _now));
        await SendAsync("orders", OtlpRequest.Span(trace, root, null, "root", _now)); // Sent again.

        Assert.Equal("late child", early.GetProperty("name").GetString());
        Assert.False(early.GetProperty("hasRoot").GetBoolean());
        var whole = await dashboard.GetAsync($"/api/v1/traces/{TraceId}");
        Assert.Equal(["root", "late child"], whole.GetProperty("spans").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal(6, whole.GetProperty("durationMs").GetDouble());
        var listed = (await dashboard.ItemsAsync("/api/v1/traces?resource=drivers")).Single();
        Assert.Equal("root", listed.GetProperty("name").GetString());
        Assert.Single(await dashboard.ItemsAsync("/api/v1/traces?q=%22noise%207%22"));

        async Task SendAsync(string service, byte[] span)
        {
            using var answer = await dashboard.SendProtobufAsync("traces", OtlpRequest.Of(service, [span]));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<byte[]> PackAsync(byte[] part, int times)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < times; i++)
            {
                await gzip.WriteAsync(part);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Span(string name) => OtlpRequest.Span(Guid.NewGuid().ToByteArray(), [1, 2, 3, 4, 5, 6, 7, 8], null, name, _now, ("k", "v"));
}
