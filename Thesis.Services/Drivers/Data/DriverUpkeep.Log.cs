namespace Thesis.Services.Drivers.Data;

public sealed partial class DriverUpkeep
{
    [LoggerMessage(1, LogLevel.Information, "Dropped {Partitions} days of position history")]
    private partial void LogDropped(int partitions);
}
