using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Thesis.Services.Identity.Data;

/// <summary>Replicas that start together make keys, clients and accounts one after the other.</summary>
internal static class Turns
{
    private const long Lock = 0x7468_6573_6973_0003;

    /// <summary>A transaction that no other replica has at the same time.</summary>
    public static async Task<IDbContextTransaction> TakeTurnAsync(this IdentityDatabase database, CancellationToken cancellationToken)
    {
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        return transaction;
    }
}
