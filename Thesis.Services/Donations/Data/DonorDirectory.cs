using System.Collections.Concurrent;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Data;

/// <summary>
/// Finds the donor of a new donation. A donor whose event is still on its way here, or whose verification is, is asked for at
/// the donors service: nobody has to wait between registering and offering food. That call is made while no transaction is open,
/// at most <see cref="MostCalls"/> at a time, and once a second for a donor.
/// </summary>
public sealed class DonorDirectory(DonorsService.DonorsServiceClient donors, IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    private const int MostCalls = 4;
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, DateTimeOffset> _askedAt = [];
    private readonly SemaphoreSlim _calls = new(MostCalls);

    /// <returns>Null when there is no such donor.</returns>
    /// <exception cref="DonorNewsNeededException">The donors service has to be asked first, by <see cref="LearnAsync"/>.</exception>
    public async Task<DonorInfo?> FindAsync(CommandContext command, long id, CancellationToken cancellationToken)
    {
        var known = await DonorProjection.FindAsync(command, id, cancellationToken);
        return known is { Verified: true } || WasAsked(id) ? known : throw new DonorNewsNeededException(id);
    }

    /// <summary>Asks the donors service and keeps what it says. No transaction may be open.</summary>
    public async Task LearnAsync(long id, CancellationToken cancellationToken)
    {
        await _calls.WaitAsync(cancellationToken);
        try
        {
            if (!WasAsked(id))
            {
                await AskAsync(id, cancellationToken);
            }
        }
        finally
        {
            _calls.Release();
        }
    }

    public void Dispose() => _calls.Dispose();

    private async Task AskAsync(long id, CancellationToken cancellationToken)
    {
        var answer = await donors.GetDonorsAsync(new GetDonorsRequest { Ids = { id } }, cancellationToken: cancellationToken);
        if (answer.Donors is [var donor])
        {
            await using var scope = scopes.CreateAsyncScope();
            var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
            await command.OpenAsync(DonationsModule.Schema, Actor.System(DonationsModule.Schema), cancellationToken);
            await DonorProjection.KeepAsync(command, donor, cancellationToken);
            await command.CommitAsync(cancellationToken);
        }

        if (_askedAt.Count >= MostRemembered)
        {
            _askedAt.Clear();
        }

        _askedAt[id] = time.GetUtcNow();
    }

    private bool WasAsked(long id) => _askedAt.TryGetValue(id, out var at) && time.GetUtcNow() - at < Memory;
}
