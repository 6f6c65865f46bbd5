using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Api;

/// <summary>Who sends telemetry; and forgetting what was sent.</summary>
internal sealed class TelemetryEndpoints(RunCatalog runs)
{
    private static readonly string[] _signals = ["logs", "traces", "metrics", "console"];

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/telemetry/resources", ListAsync);
        app.MapDelete("/api/v1/telemetry", ClearAsync);
    }

    private Task ListAsync(HttpContext http)
    {
        var run = RequestQuery.Run(http.Request, runs);
        var senders = run.Counts.Read().Select(c => (Sender: run.SenderOf(c.Key), Counts: c.Value))
            .GroupBy(c => c.Sender)
            .Select(g => new SenderView(
                g.Key.Name, g.Key.InstanceId, g.Sum(c => c.Counts.Logs), g.Sum(c => c.Counts.Spans), g.Sum(c => c.Counts.Points)))
            .OrderBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.InstanceId, StringComparer.Ordinal);
        return http.Response.WriteAsJsonAsync([.. senders], ApiJson.Default.SenderViewArray, cancellationToken: http.RequestAborted);
    }

    private Task ClearAsync(HttpContext http)
    {
        var resources = RequestQuery.All(http.Request, "resource");
        var signal = RequestQuery.Text(http.Request, "signal");
        if (signal is not null && !_signals.Contains(signal))
        {
            throw ProblemException.Bad($"signal is '{signal}'; it must be {string.Join(", ", _signals)} or left out.");
        }

        var run = runs.Current;
        foreach (var each in _signals.Where(s => signal is null || s == signal))
        {
            run.Clear(each, each == "console" && resources.Length > 0 ? ConsolesNamed(run, resources) : run.SendersNamed(resources));
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static HashSet<int> ConsolesNamed(RunStore run, string[] names) =>
        [.. Enumerable.Range(1, run.Names.Last(NameKind.Console)).Where(n => names.Contains(ConsoleEndpoints.NameOf(run, n)))];
}
