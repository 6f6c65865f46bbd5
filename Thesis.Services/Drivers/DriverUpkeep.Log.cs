namespace Thesis.Services.Drivers;

public sealed partial class DriverUpkeep
{
    [LoggerMessage(1, LogLevel.Information, "Dropped {Partitions} days of position history")]
    private partial void LogDropped(int partitions);

    [LoggerMessage(2, LogLevel.Warning, "The upkeep of the position history failed; the next round tries again")]
    private partial void LogFailed(Exception fault);
}
