using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Thesis.Dashboard.Storage;

/// <summary>Writes down now and then what the current run holds, and says when it had to let go of something.</summary>
internal sealed partial class RunKeeper(RunCatalog runs, DashboardOptions options) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
    private readonly ILogger _logger = options.Logging.CreateLogger("Thesis.Dashboard.Storage");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var written = runs.Current.Info;
        using var timer = new PeriodicTimer(_interval, options.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var info = runs.Current.Info;
            if (info == written)
            {
                continue;
            }

            if (info.Dropped > written.Dropped)
            {
                LogDropped(_logger, info.Dropped - written.Dropped, options.BytesPerRun);
            }

            Write();
            written = info;
        }
    }

    private void Write()
    {
        try
        {
            runs.Current.Save();
        }
        catch (IOException e)
        {
            LogNotSaved(_logger, e);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} of the oldest records made room for new ones: a run may have {Bytes} bytes")]
    private static partial void LogDropped(ILogger logger, long count, long bytes);

    [LoggerMessage(2, LogLevel.Error, "What the run holds could not be written down")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);
}
