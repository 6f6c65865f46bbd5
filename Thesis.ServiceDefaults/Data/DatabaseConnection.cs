using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>The database's connection string with its password, which the data source no longer tells.</summary>
internal sealed record DatabaseConnection(string ConnectionString)
{
    /// <summary>
    /// Opens a connection outside the pool. Its session ends when it is closed, and the session's locks with it; the
    /// pool would reset it only when it is used again.
    /// </summary>
    public async Task<NpgsqlConnection> OpenSessionAsync(CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override string ToString() => nameof(DatabaseConnection);
}
