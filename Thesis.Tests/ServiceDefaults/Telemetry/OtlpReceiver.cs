using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults.Tests;

/// <summary>Takes OTLP over HTTP and keeps it as text, in which names and values of the protobuf messages can be found.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, string Text)> _received = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, Encoding.Latin1);
            receiver._received.Enqueue((signal, await reader.ReadToEndAsync()));
        });
        await app.StartAsync();
        return receiver;
    }

    public string All(string signal) => string.Join('\n', _received.Where(r => r.Signal == signal).Select(r => r.Text));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
