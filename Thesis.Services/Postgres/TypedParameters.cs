using Npgsql;

namespace Thesis.Services;

/// <summary>Positional parameters (<c>$1</c>, <c>$2</c>, …) with the type that the value has in C#.</summary>
internal static class TypedParameters
{
    /// <summary>Adds the next positional parameter; null becomes SQL's null.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}
