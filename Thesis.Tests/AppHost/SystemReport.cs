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
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(2);

    public static async Task<string> OfAsync(DistributedApplication app)
    {
        var text = new StringBuilder();
        foreach (var resource in app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(r => r is not ParameterResource))
        {
            foreach (var id in resource.GetResolvedResourceNames())
            {
                await DescribeAsync(app, id, text);
            }
        }

        return text.ToString();
    }

    private static async Task DescribeAsync(DistributedApplication app, string id, StringBuilder text)
    {
        if (!app.ResourceNotifications.TryGetCurrentState(id, out var now))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{id}: unknown");
            return;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{id}: {now.Snapshot.State?.Text ?? "not started"}, health {now.Snapshot.HealthStatus}, exit code {now.Snapshot.ExitCode}");
        foreach (var report in now.Snapshot.HealthReports.Where(r => r.ExceptionText is not null))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {report.Name}: {report.ExceptionText?.Split('\n')[0]}");
        }

        foreach (var line in await LastLinesAsync(app, id))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  | {line}");
        }
    }

    private static async Task<IEnumerable<string>> LastLinesAsync(DistributedApplication app, string id)
    {
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(LogLimit);
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
