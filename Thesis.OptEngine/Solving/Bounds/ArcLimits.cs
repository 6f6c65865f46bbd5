namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>Which arcs a bound must leave out, and which it must use.</summary>
internal sealed class ArcLimits(int arcs)
{
    private readonly sbyte[] _limits = new sbyte[arcs];

    /// <summary>Arcs that are closed or opened.</summary>
    public int Count { get; private set; }

    /// <summary>Whether no delivery may use the arc.</summary>
    public bool IsClosed(int arc) => _limits[arc] < 0;

    /// <summary>Whether a delivery must use the arc.</summary>
    public bool IsOpen(int arc) => _limits[arc] > 0;

    /// <summary>Whether the arc may be used or not.</summary>
    public bool IsFree(int arc) => _limits[arc] == 0;

    /// <summary>Requires the arc's use, or forbids it.</summary>
    public void Set(int arc, bool open)
    {
        Count += _limits[arc] == 0 ? 1 : 0;
        _limits[arc] = (sbyte)(open ? 1 : -1);
    }

    /// <summary>Lets the arc be used or not.</summary>
    public void Free(int arc)
    {
        Count -= _limits[arc] == 0 ? 0 : 1;
        _limits[arc] = 0;
    }
}
