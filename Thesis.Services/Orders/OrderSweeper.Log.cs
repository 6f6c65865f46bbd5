namespace Thesis.Services.Orders;

public sealed partial class OrderSweeper
{
    [LoggerMessage(1, LogLevel.Information, "Moved {Orders} orders whose time had come")]
    private partial void LogSwept(int orders);

    [LoggerMessage(2, LogLevel.Warning, "The sweep for due orders failed; it is tried again at the next tick")]
    private partial void LogSweepFailed(Exception fault);
}
