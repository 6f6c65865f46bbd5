using Npgsql;
using NpgsqlTypes;

namespace Thesis.Services;

/// <summary>Named parameters (<c>@name</c>) with the type that the value has in C#.</summary>
internal static class NamedParameters
{
    /// <summary>Adds a parameter; null becomes SQL's null.</summary>
    public static NpgsqlCommand Set<T>(this NpgsqlCommand command, string name, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T>(name, value));
        return command;
    }

    /// <summary>Adds a parameter; null becomes SQL's null.</summary>
    public static NpgsqlBatchCommand Set<T>(this NpgsqlBatchCommand command, string name, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T>(name, value));
        return command;
    }

    /// <summary>Adds a parameter of JSON text.</summary>
    public static NpgsqlCommand SetJson(this NpgsqlCommand command, string name, string json)
    {
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Jsonb) { Value = json });
        return command;
    }

    /// <summary>Adds a parameter of JSON text.</summary>
    public static NpgsqlBatchCommand SetJson(this NpgsqlBatchCommand command, string name, string json)
    {
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Jsonb) { Value = json });
        return command;
    }
}
