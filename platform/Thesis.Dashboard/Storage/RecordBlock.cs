namespace Thesis.Dashboard.Storage;

/// <summary>Records that are read together, and what a reader can know of them without reading.</summary>
/// <param name="Offset">Of the first record, within the segment.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Count">Records.</param>
/// <param name="MinTime">Of the earliest record, in nanoseconds since 1970.</param>
/// <param name="MaxTime">Of the latest record.</param>
/// <param name="Resources">Bit <c>n mod 64</c> is set for each resource number n that occurs.</param>
internal readonly record struct RecordBlock(long Offset, int Length, int Count, long MinTime, long MaxTime, ulong Resources)
{
    /// <summary>A block is closed when it is as long as this; it is longer by its last record.</summary>
    public const int TargetSize = 256 * 1024;

    public static RecordBlock Start(long offset) => new(offset, 0, 0, long.MaxValue, long.MinValue, 0);

    public RecordBlock With(ReadOnlySpan<byte> payload)
    {
        var time = RecordFrame.TimeOf(payload);
        return new RecordBlock(
            Offset,
            Length + RecordFrame.HeaderSize + payload.Length,
            Count + 1,
            Math.Min(MinTime, time),
            Math.Max(MaxTime, time),
            Resources | Bit(RecordFrame.ResourceOf(payload)));
    }

    public static ulong Bit(int resource) => 1UL << (resource & 63);

    public bool MayHold(long from, long to, ulong resources) => MaxTime >= from && MinTime <= to && (Resources & resources) != 0;
}
