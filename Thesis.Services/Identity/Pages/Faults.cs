namespace Thesis.Services.Identity.Pages;

/// <summary>What is wrong with a form, by field.</summary>
internal sealed class Faults
{
    private readonly Dictionary<string, string> _byField = new(StringComparer.Ordinal);

    public bool Any => _byField.Count > 0;

    public string? this[string field] => _byField.GetValueOrDefault(field);

    /// <summary>Notes what is wrong; null is nothing. The first fault of a field stays.</summary>
    public void Add(string field, string? fault)
    {
        if (fault is not null)
        {
            _byField.TryAdd(field, fault);
        }
    }
}
