namespace Thesis.Services.Orders.Data;

public sealed partial class OrderSweeper
{
    [LoggerMessage(1, LogLevel.Information, "Moved {Orders} orders whose time had come")]
    private partial void LogSwept(int orders);
}
