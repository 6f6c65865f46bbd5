using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Data;

/// <summary>Deletes what is no longer kept, and erases what could not be when its author asked. Any number of processes may: each takes rows that no other holds.</summary>
public sealed partial class ChatUpkeep(IServiceScopeFactory scopes, IOptions<ChatOptions> options, TimeProvider time, ILogger<ChatUpkeep> logger) : PeriodicService(time, logger)
{
    private const int Batch = 1000;
    private const int PeopleAtOnce = 100;

    private readonly ILogger _logger = logger;

    /// <inheritdoc/>
    protected override TimeSpan Interval => options.Value.UpkeepEvery;

    /// <inheritdoc/>
    public override async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await EraseAsync(cancellationToken);
        var before = Time.GetUtcNow() - options.Value.KeepFor;
        var messages = 0;
        var conversations = 0;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var deleted = await InCommandAsync(async command =>
            {
                var gone = await PersonalDataStore.DeleteOldAsync(command, before, Batch, cancellationToken);
                conversations += await PersonalDataStore.DeleteEmptyAsync(command, before, Batch, cancellationToken);
                return gone;
            }, cancellationToken);
            messages += deleted;
            if (deleted < Batch)
            {
                break;
            }
        }

        if (messages + conversations > 0)
        {
            Deleted(messages, conversations);
        }
    }

    private Task<int> EraseAsync(CancellationToken cancellationToken) => InCommandAsync(async command =>
    {
        foreach (var user in await PersonalDataStore.ErasuresAsync(command, PeopleAtOnce, cancellationToken))
        {
            var (erased, isDone) = await PersonalDataStore.EraseAsync(command, user, cancellationToken);
            if (isDone)
            {
                command.Audit("chat.person.erased", user, new { messages = erased });
            }
        }

        return 0;
    }, cancellationToken);

    private async Task<int> InCommandAsync(Func<CommandContext, Task<int>> act, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
        await command.OpenAsync(ChatModule.Schema, Actor.System(ChatModule.Schema), cancellationToken);
        var count = await act(command);
        await command.CommitAsync(cancellationToken);
        return count;
    }

    [LoggerMessage(1, LogLevel.Information, "Deleted {Messages} messages and {Conversations} conversations that are no longer kept")]
    private partial void Deleted(int messages, int conversations);
}
