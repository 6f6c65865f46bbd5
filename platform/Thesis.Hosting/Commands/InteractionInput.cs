using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting;

/// <summary>What kind of answer is wanted.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public enum InputType
{
    /// <summary>Text.</summary>
    Text = 0,

    /// <summary>Text that is not shown.</summary>
    SecretText = 1,

    /// <summary>One of several.</summary>
    Choice = 2,

    /// <summary>Yes or no.</summary>
    Boolean = 3,

    /// <summary>A number.</summary>
    Number = 4,
}

/// <summary>A question and its answer.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
[DebuggerDisplay("{Name,nq} {InputType}")]
public sealed class InteractionInput
{
    /// <summary>The name its answer is read by.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of answer is wanted.</summary>
    public required InputType InputType { get; init; }

    /// <summary>The question; the name when null.</summary>
    public string? Label { get; init; }

    /// <summary>More about the question.</summary>
    public string? Description { get; init; }

    /// <summary>Whether an answer must be given.</summary>
    public bool Required { get; init; }

    /// <summary>What to show before an answer is given.</summary>
    public string? Placeholder { get; init; }

    /// <summary>The longest answer, in characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The answers to choose from, each with its text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Options { get; set; }

    /// <summary>The answer.</summary>
    public string? Value { get; set; }
}

/// <summary>Questions and answers by name.</summary>
[Experimental("ASPIREINTERACTION001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
[DebuggerDisplay("Count = {Count}")]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It has it.")]
public sealed class InteractionInputCollection(IReadOnlyList<InteractionInput> inputs) : IReadOnlyList<InteractionInput>
{
    /// <inheritdoc/>
    public int Count => inputs.Count;

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => inputs.Select(i => i.Name);

    /// <inheritdoc/>
    public InteractionInput this[int index] => inputs[index];

    /// <summary>The one of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public InteractionInput this[string name] => TryGetByName(name, out var input)
        ? input
        : throw new KeyNotFoundException($"There is no input '{name}'. There are: {string.Join(", ", Names)}.");

    /// <summary>Whether there is one of a name.</summary>
    public bool ContainsName(string name) => TryGetByName(name, out _);

    /// <summary>Finds the one of a name, without regard to case.</summary>
    public bool TryGetByName(string name, [NotNullWhen(true)] out InteractionInput? input)
    {
        input = inputs.FirstOrDefault(i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase));
        return input is not null;
    }

    /// <summary>An answer as text.</summary>
    public string? GetString(string name) => this[name].Value;

    /// <summary>An answer as yes or no; no when there is none.</summary>
    public bool GetBoolean(string name) => bool.TryParse(this[name].Value, out var value) && value;

    /// <inheritdoc/>
    public IEnumerator<InteractionInput> GetEnumerator() => inputs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
