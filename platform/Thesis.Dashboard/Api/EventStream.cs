using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>
/// Server-sent events. A stream holds no queue: at each change it looks from where it was, and sends what it finds. A client
/// that reads slowly is looked for less often, and told of a gap when more was added than one event may hold.
/// </summary>
internal sealed class EventStream(HttpContext http, TimeProvider time)
{
    private static readonly TimeSpan _pingInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(100); // Between two looks; what changes meanwhile goes together.
    private static readonly byte[] _eventName = "event: "u8.ToArray();
    private static readonly byte[] _data = "\ndata: "u8.ToArray();
    private static readonly byte[] _end = "\n\n"u8.ToArray();

    /// <summary>Calls <paramref name="look"/> at once and after every change, until the client goes away or the server stops.</summary>
    public async Task RunAsync(ChangeSignal changes, Func<Task> look, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await http.Response.WriteAsync(": ready\n\n", over.Token);
            await http.Response.Body.FlushAsync(over.Token);
            while (!over.IsCancellationRequested)
            {
                var changed = changes.Next;
                await look();
                await WaitAsync(changed, over.Token);
                await Task.Delay(_pace, time, over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The stream is over.
        }
    }

    /// <summary>Sends an event whose data <paramref name="write"/> writes, which must be one line, as JSON is here.</summary>
    public async Task SendAsync(string name, Action<Utf8JsonWriter> write)
    {
        var body = http.Response.BodyWriter;
        await body.WriteAsync(_eventName, http.RequestAborted);
        await body.WriteAsync(System.Text.Encoding.ASCII.GetBytes(name), http.RequestAborted);
        await body.WriteAsync(_data, http.RequestAborted);
        await using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        await body.WriteAsync(_end, http.RequestAborted);
        await body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Tells the client that something is missing between the last event and the next.</summary>
    public Task SendGapAsync(string reason) => SendAsync("gap", json =>
    {
        json.WriteStartObject();
        json.WriteString("reason", reason);
        json.WriteEndObject();
    });

    private async Task WaitAsync(Task changed, CancellationToken over)
    {
        while (true)
        {
            try
            {
                await changed.WaitAsync(_pingInterval, time, over);
                return;
            }
            catch (TimeoutException)
            {
                await http.Response.WriteAsync(": ping\n\n", over);
                await http.Response.Body.FlushAsync(over);
            }
        }
    }
}
