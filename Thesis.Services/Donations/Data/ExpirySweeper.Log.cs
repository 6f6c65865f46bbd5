namespace Thesis.Services.Donations.Data;

public sealed partial class ExpirySweeper
{
    [LoggerMessage(1, LogLevel.Information, "Ended {Count} donations whose food has expired")]
    private partial void LogExpired(int count);
}
