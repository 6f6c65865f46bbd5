using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.AppHost.Tests;

/// <summary>What a failed start needs to be understood: each resource's state, health and last words.</summary>
internal static class SystemReport
{
    private const int LastLines = 50;
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    public static async Task<string> OfAsync(DistributedApplication app)
    {
        var text = new StringBuilder();
        foreach (var now in await StatesAsync(app))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{now.ResourceId}: {now.Snapshot.State?.Text ?? "not started"}, health {now.Snapshot.HealthStatus}, exit code {now.Snapshot.ExitCode}");
            foreach (var report in now.Snapshot.HealthReports.Where(r => r.ExceptionText is not null))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {report.Name}: {report.ExceptionText?.Split('\n')[0]}");
            }

            foreach (var line in await LastLinesAsync(app, now.ResourceId))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  | {line}");
            }
        }

        return text.ToString();
    }

    private static async Task<IEnumerable<ResourceEvent>> StatesAsync(DistributedApplication app)
    {
        var states = new SortedDictionary<string, ResourceEvent>(StringComparer.Ordinal);
        using var limit = new CancellationTokenSource(ReadLimit);
        try
        {
            // What is known comes first, then changes, without end.
            await foreach (var state in app.ResourceNotifications.WatchAsync(limit.Token))
            {
                states[state.ResourceId] = state;
            }
        }
        catch (OperationCanceledException)
        {
            // What came until then has to do.
        }

        return states.Values.Where(state => state.Resource is not ParameterResource);
    }

    private static async Task<IEnumerable<string>> LastLinesAsync(DistributedApplication app, string id)
    {
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(ReadLimit);
        try
        {
            await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(id).WithCancellation(limit.Token))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // What came until then has to do.
        }

        return lines.TakeLast(LastLines);
    }
}
