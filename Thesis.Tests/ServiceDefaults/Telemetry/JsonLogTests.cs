using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Thesis.ServiceDefaults.Tests;

public sealed class JsonLogTests
{
    [Fact]
    public void A_line_is_one_json_object_in_utc_with_the_trace()
    {
        using var activity = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();

        var line = Format(LogLevel.Error, "Two\nlines", new InvalidOperationException("broken"));

        Assert.Equal(1, line.Count(c => c == '\n'));
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.EndsWith("Z", json.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("Timestamp").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal("Error", json.GetProperty("LogLevel").GetString());
        Assert.Equal("Thesis.Test", json.GetProperty("Category").GetString());
        Assert.Equal("Two\nlines", json.GetProperty("Message").GetString());
        Assert.Equal(activity.TraceId.ToHexString(), json.GetProperty("TraceId").GetString());
        Assert.Equal(activity.SpanId.ToHexString(), json.GetProperty("SpanId").GetString());
        Assert.Contains("broken", json.GetProperty("Exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_not_logged_and_the_configuration_can_ask_for_them()
    {
        await using var quiet = await TestApp.StartAsync(app => app.MapGet("/x", () => "x").AllowAnonymous());
        await quiet.Anonymous().GetStringAsync("/x?name=Ada");
        await using var loud = await TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous(), null, ("Logging:LogLevel:Microsoft.AspNetCore", "Information"));
        await loud.Anonymous().GetStringAsync("/x");

        Assert.DoesNotContain(quiet.Log.Lines, l => l.Text.Contains("/x", StringComparison.Ordinal));
        Assert.Contains(loud.Log.Lines, l => l.Text.Contains("/x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_console_writes_this_form()
    {
        await using var app = await TestApp.StartAsync(_ => { });

        var name = app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;

        Assert.IsType<JsonLogFormatter>(app.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == name));
    }

    [Fact]
    public async Task The_console_writes_another_form_if_the_configuration_names_one()
    {
        await using var app = await TestApp.StartAsync(_ => { }, null, ("Logging:Console:FormatterName", "simple"));

        Assert.Equal("simple", app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    private static string Format(LogLevel level, string message, Exception exception)
    {
        using var writer = new StringWriter();
        new JsonLogFormatter("test").Write(
            new LogEntry<string>(level, "Thesis.Test", new EventId(7, "Seven"), message, exception, (state, _) => state), null, writer);
        return writer.ToString();
    }
}
