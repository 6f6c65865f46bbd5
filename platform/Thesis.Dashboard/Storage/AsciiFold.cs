using System.Numerics;
using System.Runtime.InteropServices;

namespace Thesis.Dashboard.Storage;

/// <summary>Lower case for the letters of ASCII; every other byte stays, so that it may run over binary records.</summary>
internal static class AsciiFold
{
    public static void ToLower(Span<byte> bytes)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector<byte>>(bytes);
        var first = new Vector<byte>((byte)'A');
        var count = new Vector<byte>('Z' - 'A' + 1);
        var bit = new Vector<byte>(0x20);
        for (var i = 0; i < vectors.Length; i++)
        {
            var isUpper = Vector.LessThan(vectors[i] - first, count);
            vectors[i] |= isUpper & bit;
        }

        for (var i = vectors.Length * Vector<byte>.Count; i < bytes.Length; i++)
        {
            if ((uint)(bytes[i] - 'A') <= 'Z' - 'A')
            {
                bytes[i] |= 0x20;
            }
        }
    }
}
