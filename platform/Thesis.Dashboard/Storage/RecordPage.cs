namespace Thesis.Dashboard.Storage;

/// <summary>Records copied out of a scan, as many as fit: in number and in bytes, for one record may be a megabyte.</summary>
internal sealed class RecordPage(int maxCount, int maxBytes = RecordPage.DefaultBytes)
{
    public const int DefaultBytes = 8 << 20;
    private readonly List<(long Id, byte[] Payload)> _items = [];
    private int _bytes;

    public IReadOnlyList<(long Id, byte[] Payload)> Items => _items;

    /// <summary>Whether a record came that did not fit.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Takes a record; false, once and for all, when it does not fit. The first always does.</summary>
    public bool TryAdd(long id, ReadOnlySpan<byte> payload)
    {
        if (IsOver || _items.Count == maxCount || (_items.Count > 0 && _bytes + payload.Length > maxBytes))
        {
            IsOver = true;
            return false;
        }

        _bytes += payload.Length;
        _items.Add((id, payload.ToArray()));
        return true;
    }
}
