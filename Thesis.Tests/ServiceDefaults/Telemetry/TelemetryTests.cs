using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Traces_metrics_and_logs_reach_the_collector()
    {
        using var source = new ActivitySource("Thesis.Test");
        using var meter = new Meter("Thesis.Test");
        var bread = meter.CreateCounter<int>("thesis.test.bread");
        await using var collector = await OtlpReceiver.StartAsync();
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using (var app = await TestApp.StartAsync(
            a => a.MapGet("/orders/{id}", async (string id, ILoggerFactory logs, Npgsql.NpgsqlDataSource data, IHttpClientFactory http) =>
            {
                using var work = source.StartActivity("thesis test work");
                bread.Add(1);
                await using var command = data.CreateCommand("SELECT 'thesis test query'");
                await command.ExecuteScalarAsync();
                using var other = await http.CreateClient().GetAsync(new Uri($"{collector.Address}/elsewhere"));
                Log(logs.CreateLogger("Thesis.Test"));
                return id;
            }).AllowAnonymous(),
            builder =>
            {
                builder.AddThesisDatabase("thesisdb");
                builder.Services.AddHealthChecks().AddCheck("peer", () =>
                {
                    using var asked = source.StartActivity("asked by a probe");
                    return HealthCheckResult.Healthy();
                });
            },
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("ConnectionStrings:thesisdb", database)))
        {
            using var client = app.Anonymous();
            using var answer = await client.GetAsync("/orders/ord_17?secret=1");
            using var health = await client.GetAsync("/health");
            using (SuppressInstrumentationScope.Begin()) // The client's own span would name it.
            {
                using var file = await client.GetAsync("/assets/a-file-of-the-portal.js");
            }

            await using var poll = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand("SELECT 'nobody asked'");
            await poll.ExecuteScalarAsync();
        }

        var traces = collector.All("traces");
        Assert.Contains("GET /orders/{id}", traces, StringComparison.Ordinal);
        Assert.Contains("thesis test work", traces, StringComparison.Ordinal);
        Assert.Contains("thesis test query", traces, StringComparison.Ordinal);
        Assert.Contains("/elsewhere", traces, StringComparison.Ordinal);
        Assert.Contains("service.name", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /health", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("a-file-of-the-portal", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("asked by a probe", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody asked", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("secret=1", traces, StringComparison.Ordinal);
        var metrics = collector.All("metrics");
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("thesis.test.bread", metrics, StringComparison.Ordinal);
        Assert.Contains("db.client", metrics, StringComparison.Ordinal);
        Assert.Contains("the bread is out", collector.All("logs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_nothing_is_recorded()
    {
        await using var app = await TestApp.StartAsync(_ => { });

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier pigeon")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string setting, string value)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            TestApp.StartAsync(_ => { }, null, ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1"), (setting, value)));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    private static void Log(ILogger logger) => logger.LogWarning("the bread is out");
}
