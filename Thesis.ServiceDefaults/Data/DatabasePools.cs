namespace Thesis.ServiceDefaults;

/// <summary>
/// The pools of a process's connections, one for each kind of work, so that neither waits behind the other: the unnamed
/// <see cref="Npgsql.NpgsqlDataSource"/> serves requests.
/// </summary>
public static class DatabasePools
{
    /// <summary>The key of the data source for what nobody waits for: events, sweeps and timers.</summary>
    public const string Background = "background";
}
