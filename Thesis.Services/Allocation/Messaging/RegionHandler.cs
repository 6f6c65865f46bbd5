using Thesis.Contracts.Regions.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;

namespace Thesis.Services.Allocation.Messaging;

/// <summary>Follows the regions: their days and opening hours are in their time zones.</summary>
public sealed class RegionHandler(RegionCalendar calendar, StrategyStore strategies, RegionSignal signal, ILogger<RegionHandler> logger)
    : IEventHandler<RegionCreated>, IEventHandler<RegionUpdated>
{
    private static readonly Action<ILogger, string, string, Exception?> s_logUnknown = LoggerMessage.Define<string, string>(
        LogLevel.Warning, new EventId(1, "UnknownStrategy"), "Region {Region} asks for the strategy {Strategy}, which there is not; it keeps the one it has");

    public Task HandleAsync(RegionCreated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Region, context.Command, cancellationToken);

    public Task HandleAsync(RegionUpdated message, EventContext context, CancellationToken cancellationToken) =>
        KeepAsync(message.Region, context.Command, cancellationToken);

    private async Task KeepAsync(RegionSnapshot region, CommandContext command, CancellationToken cancellationToken)
    {
        if (region.Strategy.Length > 0 && !await strategies.ExistsAsync(command, region.Strategy, cancellationToken))
        {
            s_logUnknown(logger, region.Region, region.Strategy, null);
            region.Strategy = "";
        }

        if (await calendar.KeepAsync(command, region, cancellationToken))
        {
            signal.Raise();
        }
    }
}
