using System.Buffers;

namespace Thesis.Dashboard.Storage;

/// <summary>
/// Buffers from the shared pool, but for large ones: the pool would keep what a rare large request needed, and the memory of
/// a process that mostly idles would be that of its worst moment.
/// </summary>
internal static class Buffers
{
    private const int LargestPooled = 1 << 20;

    public static byte[] Rent(int size) =>
        size > LargestPooled ? GC.AllocateUninitializedArray<byte>(size) : ArrayPool<byte>.Shared.Rent(size);

    public static void Return(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
