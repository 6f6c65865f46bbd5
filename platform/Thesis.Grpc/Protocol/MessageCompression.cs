using System.Buffers;
using System.IO.Compression;

namespace Thesis.Grpc.Protocol;

/// <summary>What a peer may compress a message with: gzip. What is sent from here is never compressed.</summary>
internal static class MessageCompression
{
    public const string Gzip = "gzip";

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public const string Accepted = $"{ProtocolHeaders.Identity},{Gzip}";

    private const int SmallestBuffer = 16 * 1024;

    public static bool IsSupported(string? encoding) => encoding is null or "" or ProtocolHeaders.Identity or Gzip;

    /// <summary>The answer to a peer that compresses in another way.</summary>
    public static RpcException Unsupported(string? encoding) =>
        new(new Status(StatusCode.Unimplemented, $"Compression '{encoding}' is not supported; use gzip or identity."));

    /// <summary>Unpacks a message, and stops as soon as it turns out to be over <paramref name="maxSize"/> bytes.</summary>
    /// <returns>A buffer of the shared pool, to be given back, and how much of it is the message.</returns>
    /// <exception cref="RpcException">ResourceExhausted: too large when unpacked. Internal: not gzip, or cut short.</exception>
    public static (byte[] Buffer, int Length) Unpack(ReadOnlySequence<byte> packed, int? maxSize)
    {
        var limit = maxSize ?? Array.MaxLength;
        var buffer = ArrayPool<byte>.Shared.Rent(SmallestBuffer);
        var isWhole = false;
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray(), writable: false), CompressionMode.Decompress);
            var length = 0;
            while (gzip.Read(buffer, length, buffer.Length - length) is var read and > 0)
            {
                length += read;
                if (length > limit)
                {
                    throw new RpcException(new Status(
                        StatusCode.ResourceExhausted, $"The message received has more than {limit} bytes when unpacked; at most {limit} are allowed."));
                }

                if (length == buffer.Length)
                {
                    buffer = Grow(buffer);
                }
            }

            isWhole = true;
            return (buffer, length);
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A compressed message is not gzip.", e));
        }
        finally
        {
            if (!isWhole)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(2L * full.Length, Array.MaxLength));
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
