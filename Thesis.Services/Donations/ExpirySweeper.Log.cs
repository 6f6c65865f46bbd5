namespace Thesis.Services.Donations;

public sealed partial class ExpirySweeper
{
    [LoggerMessage(1, LogLevel.Information, "Ended {Count} donations whose food has expired")]
    private partial void LogExpired(int count);

    [LoggerMessage(2, LogLevel.Warning, "The look for expired food is postponed")]
    private partial void LogPostponed(Exception reason);
}
