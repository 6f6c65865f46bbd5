using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Data;

/// <summary>Takes up keys that other replicas made, makes the next ones in time, and deletes tokens and sessions that nobody can use.</summary>
internal sealed class IdentityUpkeep(IServiceScopeFactory scopes, KeyRing ring, SessionStore sessions, IOptions<ProviderOptions> options, TimeProvider time, ILogger<IdentityUpkeep> logger)
    : PeriodicService(time, logger)
{
    /// <summary>Used-up tokens younger than this are kept: a replay of one revokes its chain.</summary>
    private static readonly TimeSpan KeepTokensFor = TimeSpan.FromDays(14);

    private const int MostSessions = 10_000;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await ring.LoadAsync(scope.ServiceProvider.GetRequiredService<KeyStore>(), cancellationToken);
        var before = Time.GetUtcNow() - KeepTokensFor;
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancellationToken);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, cancellationToken);
        await sessions.DeleteOldAsync(Time.GetUtcNow() - options.Value.RefreshTokenLife - TimeSpan.FromDays(1), MostSessions, cancellationToken);
    }
}
