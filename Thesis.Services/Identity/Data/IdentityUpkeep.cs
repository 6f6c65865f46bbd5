using OpenIddict.Abstractions;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Data;

/// <summary>Takes up keys that other replicas made, makes the next ones in time, and deletes tokens that nobody can use.</summary>
internal sealed class IdentityUpkeep(IServiceScopeFactory scopes, KeyRing ring, TimeProvider time, ILogger<IdentityUpkeep> logger)
    : PeriodicService(time, logger)
{
    /// <summary>Used-up tokens younger than this are kept: a replay of one revokes its chain.</summary>
    private static readonly TimeSpan KeepTokensFor = TimeSpan.FromDays(14);

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await ring.LoadAsync(scope.ServiceProvider.GetRequiredService<KeyStore>(), cancellationToken);
        var before = Time.GetUtcNow() - KeepTokensFor;
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, cancellationToken);
    }
}
