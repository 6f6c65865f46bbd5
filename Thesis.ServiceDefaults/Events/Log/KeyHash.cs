using System.Text;

namespace Thesis.ServiceDefaults;

/// <summary>Spreads keys over a topic's partitions: FNV-1a, 32 bits, of the UTF-8 key, folded by a final mix.</summary>
internal static class KeyHash
{
    public static int Partition(string key, int partitions)
    {
        Span<byte> buffer = stackalloc byte[128];
        var bytes = key.Length <= 40 ? buffer[..Encoding.UTF8.GetBytes(key, buffer)] : Encoding.UTF8.GetBytes(key);
        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = unchecked((hash ^ value) * 16777619u);
        }
        hash ^= hash >> 15; // The low bits of FNV-1a alone are too regular for decimal keys.
        hash = unchecked(hash * 0x2C1B3C6Du);
        return (int)((hash ^ (hash >> 12)) % (uint)partitions);
    }
}
