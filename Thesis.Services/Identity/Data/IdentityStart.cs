using Microsoft.Extensions.Options;
using Thesis.Services.Identity.Domain;

namespace Thesis.Services.Identity.Data;

/// <summary>Before the first request: keys, clients, and where they are wanted the demo accounts.</summary>
internal sealed partial class IdentityStart(
    IServiceScopeFactory scopes, KeyRing ring, IOptions<ProviderOptions> options, IHostEnvironment environment, ILogger<IdentityStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await ring.LoadAsync(scope.ServiceProvider.GetRequiredService<KeyStore>(), cancellationToken);
        await using var turn = await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().TakeTurnAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<Clients>().SaveAsync(cancellationToken);
        if (options.Value.DemoPassword is { Length: > 0 } password)
        {
            await scope.ServiceProvider.GetRequiredService<DemoAccounts>().SaveAsync(password, cancellationToken);
        }

        await turn.CommitAsync(cancellationToken);
        WarnOfWhatProductionLacks();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WarnOfWhatProductionLacks()
    {
        if (!environment.IsProduction())
        {
            return;
        }

        if (options.Value.DemoPassword is { Length: > 0 })
        {
            LogDemoAccounts();
        }

        if (options.Value.KeyCertificate is null)
        {
            LogUnprotectedKeys();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Identity__DemoPassword is set: anybody who knows it can sign in as any role. Leave it out in production.")]
    private partial void LogDemoAccounts();

    [LoggerMessage(2, LogLevel.Warning, "Identity__KeyCertificate is not set: whoever can read the database can read the keys that sign tokens.")]
    private partial void LogUnprotectedKeys();
}
