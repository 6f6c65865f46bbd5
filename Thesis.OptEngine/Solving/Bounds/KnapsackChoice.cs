namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>Items of a <see cref="DeliveryKnapsack"/> that are chosen, each at a level.</summary>
internal sealed class KnapsackChoice(int most)
{
    private readonly int[] _items = new int[most];
    private readonly byte[] _levels = new byte[most];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Items => _items.AsSpan(0, Count);

    public ReadOnlySpan<byte> Levels => _levels.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(int item, byte level)
    {
        (_items[Count], _levels[Count]) = (item, level);
        Count++;
    }

    public void CopyTo(KnapsackChoice other)
    {
        Items.CopyTo(other._items);
        Levels.CopyTo(other._levels);
        other.Count = Count;
    }

    /// <summary>Follows items to where they moved; those that went nowhere are no longer chosen.</summary>
    public void Follow(ReadOnlySpan<int> moved)
    {
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (moved[_items[i]] is >= 0 and var item)
            {
                (_items[kept], _levels[kept]) = (item, _levels[i]);
                kept++;
            }
        }

        Count = kept;
    }
}
