using Microsoft.Extensions.Logging;

namespace Thesis.ServiceDefaults;

internal sealed partial class MigrationService
{
    [LoggerMessage(1, LogLevel.Information, "Migration {Schema}/{Script} applied.")]
    private partial void LogApplied(string schema, string script);

    [LoggerMessage(2, LogLevel.Information, "Waiting for PostgreSQL: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(3, LogLevel.Information, "Database {Database} created.")]
    private partial void LogCreated(string database);
}
