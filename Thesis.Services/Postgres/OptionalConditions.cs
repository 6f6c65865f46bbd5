using Npgsql;

namespace Thesis.Services;

/// <summary>Conditions of a query only where they are asked for, so that the planner sees which index serves.</summary>
internal static class OptionalConditions
{
    /// <summary>A condition on a named parameter, whose value is added to the command; nothing where there is no value.</summary>
    /// <param name="select">The query.</param>
    /// <param name="condition">SQL that says <c>@name</c>.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; null for no condition.</param>
    public static string Where(this NpgsqlCommand select, string condition, string name, object? value)
    {
        if (value is null)
        {
            return "";
        }

        select.Parameters.AddWithValue(name, value);
        return condition;
    }
}
