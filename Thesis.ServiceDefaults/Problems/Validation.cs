using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Collects what is wrong with a request, by field, so that a caller learns everything at once:
/// <c>var v = new Validation(); v.Require(x.QuantityKg > 0, "quantityKg", "must be more than 0"); if (v.Problem is { } p) return p;</c>
/// </summary>
public sealed class Validation
{
    /// <summary>Messages kept; more add nothing for a reader.</summary>
    public const int MaxMessages = 100;

    private readonly Dictionary<string, List<string>> _errors = [];
    private int _count;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsValid => _count == 0;

    /// <summary>The 400 with every message, or null when nothing is wrong.</summary>
    public ProblemHttpResult? Problem =>
        IsValid ? null : Problems.Validation(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));

    /// <summary>Notes a message unless the condition holds.</summary>
    /// <param name="holds">What must be true.</param>
    /// <param name="field">The field's JSON path, such as <c>quantityKg</c> or <c>positions[3].latitude</c>.</param>
    /// <param name="message">What the value must be, such as "must be more than 0".</param>
    /// <returns>Whether the condition holds.</returns>
    public bool Require(bool holds, string field, string message)
    {
        if (holds || _count == MaxMessages)
        {
            return holds;
        }

        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors[field] = messages = [];
        }

        messages.Add(message);
        _count++;
        return false;
    }

    /// <summary>Ends the request unless the condition holds, where nothing else is left to check.</summary>
    /// <exception cref="ProblemException">400, about this field.</exception>
    public static void Demand(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new ProblemException(Problems.Validation(field, message));
        }
    }

    /// <summary>Notes a message.</summary>
    public void Add(string field, string message) => Require(false, field, message);
}
