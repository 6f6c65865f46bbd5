using System.Text.Json;

namespace Thesis.Dashboard.Tests;

/// <summary>Reads a stream of server-sent events.</summary>
internal sealed class ServerEvents : IDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _lines;

    private ServerEvents(HttpResponseMessage answer, Stream body)
    {
        _answer = answer;
        _lines = new StreamReader(body);
    }

    /// <summary>Opens a stream, and returns when the server has begun it.</summary>
    public static async Task<ServerEvents> OpenAsync(RunningDashboard dashboard, string path)
    {
        var answer = await dashboard.Browser.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var events = new ServerEvents(answer, await answer.Content.ReadAsStreamAsync());
        Assert.Equal(": ready", await events.ReadLineAsync());
        return events;
    }

    /// <summary>The next event's name and data; comments are passed over.</summary>
    public async Task<(string Name, JsonElement Data)> NextAsync()
    {
        var name = "";
        using var patience = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            var line = await _lines.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The stream ended.");
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line["event: ".Length..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return (name, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }
        }
    }

    public void Dispose()
    {
        _lines.Dispose();
        _answer.Dispose();
    }

    private async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        return await _lines.ReadLineAsync(patience.Token);
    }
}
