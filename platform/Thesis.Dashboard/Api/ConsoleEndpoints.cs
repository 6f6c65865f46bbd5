using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>What resources print.</summary>
internal sealed class ConsoleEndpoints(RunCatalog runs, DashboardOptions options, IHostApplicationLifetime lifetime)
{
    private const int MaxTail = 10_000;
    private const int DefaultTail = 1_000;
    private const int MaxLinesInEvent = 2_000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/console", ListAsync);
        app.MapGet("/api/v1/console/stream", StreamAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var lines = Tail(http, run, RequestQuery.Int(http.Request, "tail", DefaultTail, 1, MaxTail));
        return JsonResponse.WriteAsync(http, json =>
        {
            json.WriteStartArray();
            foreach (var group in lines.GroupBy(l => new ConsoleRecord(l).Resource))
            {
                WriteLines(json, run, group.Key, group);
            }

            json.WriteEndArray();
        });
    }

    private async Task StreamAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var events = new EventStream(http, options.Time);
        var tail = RequestQuery.Int(http.Request, "tail", 0, 0, MaxTail);
        var from = run.Console.EndId;
        var first = tail > 0 ? Tail(http, run, tail, from) : [];
        var names = RequestQuery.All(http.Request, "resource");
        await events.RunAsync(
            run.ConsoleChanged,
            async () =>
            {
                await SendAsync(events, run, first);
                first = [];
                var end = run.Console.EndId;
                var page = new RecordPage(MaxLinesInEvent);
                RecordScan.Forward(run.Console, Filter(run, names) with { FromId = from }, page.TryAdd, http.RequestAborted);
                from = page.IsOver ? run.Console.EndId : page.Items.Count == 0 ? end : Math.Max(end, page.Items[^1].Id + 1);
                await SendAsync(events, run, [.. page.Items.Select(l => l.Payload)]);
                if (page.IsOver)
                {
                    await events.SendGapAsync("More lines came than can be shown one by one.");
                }
            },
            lifetime.ApplicationStopping);
    }

    private static async Task SendAsync(EventStream events, RunStore run, List<byte[]> lines)
    {
        foreach (var group in lines.GroupBy(l => new ConsoleRecord(l).Resource))
        {
            await events.SendAsync("lines", json => WriteLines(json, run, group.Key, group));
        }
    }

    /// <summary>The last lines of the resources asked for, oldest first.</summary>
    private static List<byte[]> Tail(HttpContext http, RunStore run, int count, long beforeId = long.MaxValue)
    {
        var page = new RecordPage(count);
        var filter = Filter(run, RequestQuery.All(http.Request, "resource")) with
        {
            BeforeId = beforeId,
            Text = TextQuery.Parse(RequestQuery.Text(http.Request, "q")),
            TextStart = static _ => ConsoleRecord.HeadSize,
        };
        RecordScan.Backward(run.Console, filter, page.TryAdd, http.RequestAborted);
        return [.. page.Items.Select(l => l.Payload).Reverse()];
    }

    private static ScanFilter Filter(RunStore run, string[] names) => new()
    {
        Resources = names.Length == 0 ? null : Enumerable.Range(1, run.Names.Last(NameKind.Console))
            .Where(n => names.Contains(NameOf(run, n))).ToHashSet(),
        ClearedBefore = resource => run.ClearedBefore("console", resource),
    };

    internal static string NameOf(RunStore run, int resource) => Encoding.UTF8.GetString(run.Names.NameOf(NameKind.Console, resource));

    private static void WriteLines(Utf8JsonWriter json, RunStore run, int resource, IEnumerable<byte[]> lines)
    {
        json.WriteStartObject();
        json.WriteString("resource", NameOf(run, resource));
        json.WriteStartArray("lines");
        foreach (var payload in lines)
        {
            var line = new ConsoleRecord(payload);
            json.WriteStartObject();
            json.WriteNumber("number", line.Number);
            RecordJson.WriteTime(json, "time", line.Time);
            json.WriteBoolean("isError", line.IsError);
            json.WriteString("text", line.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
