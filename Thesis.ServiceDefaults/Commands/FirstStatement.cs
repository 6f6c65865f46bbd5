using Npgsql;

namespace Thesis.ServiceDefaults;

/// <summary>
/// A statement that answers with no row, and with an error where the command may not go on: sent ahead of a command's first
/// statement it costs no round trip of its own.
/// </summary>
/// <param name="Sql">One statement with named parameters.</param>
internal sealed record FirstStatement(string Sql, NpgsqlParameter[] Parameters)
{
    public NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddRange(Parameters);
        return command;
    }
}
