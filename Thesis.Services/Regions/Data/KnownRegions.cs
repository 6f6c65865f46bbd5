using System.Collections.Concurrent;

namespace Thesis.Services.Regions.Data;

/// <summary>Slugs that this process has seen in the table, so that an event of each of a region's places costs no query. Rows are never deleted.</summary>
public sealed class KnownRegions
{
    /// <summary>More are simply asked for again.</summary>
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<string, bool> _slugs = new(StringComparer.Ordinal);

    public bool Contains(string slug) => _slugs.ContainsKey(slug);

    public void Add(string slug)
    {
        if (_slugs.Count < Most)
        {
            _slugs.TryAdd(slug, true);
        }
    }
}
