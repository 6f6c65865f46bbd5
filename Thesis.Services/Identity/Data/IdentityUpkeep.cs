using OpenIddict.Abstractions;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>Takes up keys that other replicas made, makes the next ones in time, and deletes tokens that nobody can use.</summary>
internal sealed partial class IdentityUpkeep(IServiceScopeFactory scopes, KeyRing ring, TimeProvider time, ILogger<IdentityUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Used-up tokens younger than this are kept: a replay of one revokes its chain.</summary>
    private static readonly TimeSpan KeepTokensFor = TimeSpan.FromDays(14);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Whatever it was: the next turn may succeed, and without upkeep tokens are still issued.
                LogFailed(failure);
            }
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await ring.LoadAsync(scope.ServiceProvider.GetRequiredService<KeyStore>(), cancellationToken);
        var before = time.GetUtcNow() - KeepTokensFor;
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Error, "The upkeep of keys and tokens failed; it is tried again in ten minutes.")]
    private partial void LogFailed(Exception failure);
}
