using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>A process of the system as its Program.cs would make it, on a free port, with the log kept for the test to read.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TestIdentityProvider _identity;

    private TestApp(WebApplication app, TestIdentityProvider identity, LogLines log) => (_app, _identity, Log) = (app, identity, log);

    public LogLines Log { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The addresses it listens on, in the order they were configured.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(u => new Uri(u))];

    public static async Task<TestApp> StartAsync(
        Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null, params (string Key, string? Value)[] settings)
    {
        var identity = await TestIdentityProvider.SharedAsync();
        var log = new LogLines();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:Console:LogLevel:Default"] = "None",
            ["Authentication:Authority"] = identity.Authority,
            ["Authentication:ClientId"] = TestIdentityProvider.ClientId,
            ["Authentication:ClientSecret"] = TestIdentityProvider.ClientSecret,
        });
        builder.Configuration.AddInMemoryCollection(settings.GroupBy(s => s.Key).ToDictionary(s => s.Key, s => s.Last().Value));
        builder.AddServiceDefaults();
        builder.Logging.AddProvider(log);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        return new TestApp(app, identity, log);
    }

    public HttpClient Anonymous() => new() { BaseAddress = Addresses[0] };

    public HttpClient As(string subject, params string[] roles) => _identity.SignIn(Anonymous(), subject, roles);

    public HttpClient WithToken(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What a process logged.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Category, string Text)> _lines = new();

    public IReadOnlyList<(LogLevel Level, string Category, string Text)> Lines => [.. _lines];

    public IEnumerable<string> Errors => Lines.Where(l => l.Level >= LogLevel.Error).Select(l => l.Text);

    public ILogger CreateLogger(string categoryName) => new Logger(_lines, categoryName);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(ConcurrentQueue<(LogLevel, string, string)> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue((logLevel, category, formatter(state, exception) + exception));
    }
}

/// <summary>Reads answers.</summary>
internal static class Answers
{
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    /// <summary>The answer as problem details, after checking what holds for every problem.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.StartsWith(Problems.TypeBase, problem.GetProperty("type").GetString());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        return problem;
    }

    /// <summary>The messages about a field of a 400.</summary>
    public static async Task<string> FieldErrorAsync(this HttpResponseMessage response, string field)
    {
        var problem = await response.ProblemAsync(400);
        Assert.True(problem.TryGetProperty("errors", out var errors), problem.ToString());
        Assert.True(errors.TryGetProperty(field, out var messages), problem.ToString());
        return string.Join(" ", messages.EnumerateArray().Select(m => m.GetString()));
    }

    public static string Code(this JsonElement problem) => problem.GetProperty("type").GetString()?[Problems.TypeBase.Length..] ?? "";
}
