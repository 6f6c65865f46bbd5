using Microsoft.EntityFrameworkCore;
using Thesis.ServiceDefaults;

namespace Thesis.Services.Identity.Data;

/// <summary>One transaction for accounts and for what else a command writes: the accounts' database context works on the command's connection.</summary>
internal sealed class AccountTransaction(CommandContext command, IdentityDatabase database)
{
    /// <summary>Begins it; what is not committed when the answer is disposed of is undone.</summary>
    /// <param name="account">Who acts.</param>
    public async Task<IAsyncDisposable> OpenAsync(string account, CancellationToken cancellationToken)
    {
        database.ChangeTracker.Clear();
        await command.OpenAsync(IdentityModule.Schema, new Actor(account, new HashSet<string>()), cancellationToken);
        database.Database.SetDbConnection(command.Connection);
        await database.Database.UseTransactionAsync(command.Transaction, cancellationToken);
        return new Work(command, database);
    }

    private sealed class Work(CommandContext command, IdentityDatabase database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await database.Database.UseTransactionAsync(null);
            database.Database.SetDbConnection(null);
            database.ChangeTracker.Clear();
            await command.DisposeAsync();
        }
    }
}
