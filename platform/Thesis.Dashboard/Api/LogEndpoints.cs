using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Structured logs: pages, newest first, and a stream of what comes.</summary>
internal sealed class LogEndpoints(RunCatalog runs, DashboardOptions options, IHostApplicationLifetime lifetime)
{
    private const int MaxPage = 500;
    private const int DefaultPage = 100;
    private const int MaxEventBytes = 2 << 20;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/logs", ListAsync);
        app.MapGet("/api/v1/logs/stream", StreamAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var limit = RequestQuery.Int(http.Request, "limit", DefaultPage, 1, MaxPage);
        var page = new RecordPage(limit);
        new LogQuery(http.Request, run).Backward(page.TryAdd, http.RequestAborted);
        return JsonResponse.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");

            // Senders deliver in batches: the order of arrival is good for pages, the order of time for reading one.
            foreach (var (id, payload) in page.Items.OrderByDescending(r => RecordFrame.TimeOf(r.Payload)).ThenByDescending(r => r.Id))
            {
                RecordJson.WriteLog(json, run, id, payload);
            }

            json.WriteEndArray();
            json.WriteString("next", page.IsOver ? page.Items[^1].Id.ToString(CultureInfo.InvariantCulture) : null);
            json.WriteEndObject();
        });
    }

    private async Task StreamAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var query = new LogQuery(http.Request, run);
        var events = new EventStream(http, options.Time);
        var from = run.Logs.EndId;
        var found = new RecordPage(0);
        await events.RunAsync(run.LogsChanged, LookAsync, lifetime.ApplicationStopping);

        async Task LookAsync()
        {
            found = new RecordPage(MaxPage, MaxEventBytes);
            var end = run.Logs.EndId;
            query.Forward(from, found.TryAdd, http.RequestAborted);
            from = found.IsOver ? run.Logs.EndId : found.Items.Count == 0 ? end : Math.Max(end, found.Items[^1].Id + 1);
            if (found.Items.Count > 0)
            {
                await events.SendAsync("logs", WriteFound);
            }

            if (found.IsOver)
            {
                await events.SendGapAsync("More logs came than can be shown one by one.");
            }
        }

        void WriteFound(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            foreach (var (id, payload) in found.Items)
            {
                RecordJson.WriteLog(json, run, id, payload);
            }

            json.WriteEndArray();
        }
    }
}
