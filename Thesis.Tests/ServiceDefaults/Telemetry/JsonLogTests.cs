using System.Collections.Concurrent;
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
    public async Task A_line_is_one_json_object_in_utc_with_the_trace_and_without_the_path()
    {
        var lines = new FormattedLines();
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/orders/{id}", (string id, ILoggerFactory logs) =>
            {
                logs.CreateLogger("Thesis.Test").LogError(new InvalidOperationException("broken"), "Two\nlines");
                return Activity.Current?.TraceId.ToHexString();
            }).AllowAnonymous(),
            builder => builder.Logging.AddProvider(lines));
        lines.Formatter = app.Services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Json);

        var trace = await app.Anonymous().GetStringAsync("/orders/ord_17");

        var line = Assert.Single(lines.Written, l => l.Contains("Thesis.Test", StringComparison.Ordinal));
        Assert.Equal(1, line.Count(c => c == '\n'));
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.EndsWith("Z", json.GetProperty("Timestamp").GetString(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("Timestamp").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        Assert.Equal("Error", json.GetProperty("LogLevel").GetString());
        Assert.Equal("Two\nlines", json.GetProperty("Message").GetString());
        Assert.Contains(json.GetProperty("Scopes").EnumerateArray(), s => s.TryGetProperty("TraceId", out var id) && id.GetString() == trace);
        Assert.Contains("broken", json.GetProperty("Exception").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("ord_17", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_are_not_logged_and_the_configuration_can_ask_for_them()
    {
        await using var quiet = await TestApp.StartAsync(app => app.MapGet("/x", () => "x").AllowAnonymous());
        await quiet.Anonymous().GetStringAsync("/x?name=Ada");
        await using var loud = await TestApp.StartAsync(
            app => app.MapGet("/x", () => "x").AllowAnonymous(), null, ("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Information"));
        await loud.Anonymous().GetStringAsync("/x");

        Assert.DoesNotContain(quiet.Log.Lines, l => l.Text.Contains("/x", StringComparison.Ordinal));
        Assert.Contains(loud.Log.Lines, l => l.Text.Contains("/x", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "json")]
    [InlineData("simple", "simple")]
    public async Task The_console_writes_json_unless_the_configuration_names_another_form(string? configured, string expected)
    {
        await using var app = await TestApp.StartAsync(
            _ => { }, null, configured is null ? [] : [("Logging:Console:FormatterName", configured)]);

        Assert.Equal(expected, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    /// <summary>Writes what is logged, with its scopes, as a console's formatter does.</summary>
    private sealed class FormattedLines : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private readonly ConcurrentQueue<string> _written = new();
        private IExternalScopeProvider? _scopes;

        public ConsoleFormatter? Formatter { get; set; }

        public IReadOnlyList<string> Written => [.. _written];

        public ILogger CreateLogger(string categoryName) => this;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => Formatter is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            using var writer = new StringWriter();
            Formatter?.Write(new LogEntry<TState>(logLevel, "Thesis.Test", eventId, state, exception, formatter), _scopes, writer);
            _written.Enqueue(writer.ToString());
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
