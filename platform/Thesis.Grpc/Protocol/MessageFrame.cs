using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Thesis.Grpc.Protocol;

/// <summary>A length-prefixed message: one byte that says whether it is compressed, four of length, the message.</summary>
internal static class MessageFrame
{
    public const int PrefixLength = 5;

    /// <summary>Writes a frame; nothing is written when the message is over <paramref name="maxSize"/> bytes.</summary>
    /// <exception cref="RpcException">ResourceExhausted: the message is too large.</exception>
    public static void Write(IBufferWriter<byte> output, IMessage message, int? maxSize)
    {
        var size = CheckSendSize(message, maxSize);
        var prefix = output.GetSpan(PrefixLength);
        prefix[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(prefix[1..], size);
        output.Advance(PrefixLength);
        message.WriteTo(output);
    }

    /// <summary>The message's size in bytes.</summary>
    /// <exception cref="RpcException">ResourceExhausted: it is over <paramref name="maxSize"/>.</exception>
    public static int CheckSendSize(IMessage message, int? maxSize)
    {
        var size = message.CalculateSize();
        return !(size > maxSize) ? size : throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"The message to send has {size} bytes; at most {maxSize} are allowed."));
    }

    /// <summary>Reads the next message; null at the end of the stream.</summary>
    /// <param name="encoding">The peer's <c>grpc-encoding</c>: what a compressed message is compressed with.</param>
    /// <exception cref="RpcException">
    /// ResourceExhausted: over <paramref name="maxSize"/> bytes, as sent or unpacked. Unimplemented: compressed in a way that
    /// is not known here. Internal: not a frame, or not a <typeparamref name="T"/>.
    /// </exception>
    public static async ValueTask<T?> ReadAsync<T>(
        PipeReader input, MessageParser<T> parser, int? maxSize, string? encoding, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            if (TryReadPrefix(buffer, maxSize, encoding, out var length, out var isCompressed) && buffer.Length - PrefixLength >= length)
            {
                var body = buffer.Slice(PrefixLength, length);
                var message = isCompressed ? Unpack(parser, body, maxSize) : Parse(parser, body);
                input.AdvanceTo(body.End);
                return message;
            }

            if (result.IsCompleted)
            {
                var empty = buffer.IsEmpty;
                input.AdvanceTo(buffer.End);
                return empty ? null : throw Broken("The stream ended inside a message.");
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>Whether the stream has ended with no further message.</summary>
    public static async ValueTask<bool> IsAtEndAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var empty = result.Buffer.IsEmpty;
            input.AdvanceTo(result.Buffer.Start);
            if (!empty || result.IsCompleted)
            {
                return empty;
            }
        }
    }

    private static bool TryReadPrefix(ReadOnlySequence<byte> buffer, int? maxSize, string? encoding, out long length, out bool isCompressed)
    {
        length = 0;
        isCompressed = false;
        if (buffer.Length < PrefixLength)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        buffer.Slice(0, PrefixLength).CopyTo(prefix);
        isCompressed = prefix[0] == 1;
        if (prefix[0] > 1 || (isCompressed && encoding != MessageCompression.Gzip))
        {
            throw CannotRead(prefix[0], encoding);
        }

        length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        var limit = maxSize ?? int.MaxValue;
        return length <= limit ? true : throw new RpcException(new Status(
            StatusCode.ResourceExhausted, $"The message received has {length} bytes; at most {limit} are allowed."));
    }

    private static RpcException CannotRead(byte flag, string? encoding)
    {
        if (flag != 1)
        {
            return Broken($"A message starts with byte {flag}, which is neither 0 nor 1.");
        }

        return encoding is null or "" or ProtocolHeaders.Identity
            ? Broken("A message says it is compressed, but grpc-encoding names no compression.")
            : MessageCompression.Unsupported(encoding);
    }

    private static T Unpack<T>(MessageParser<T> parser, ReadOnlySequence<byte> body, int? maxSize)
        where T : class, IMessage<T>
    {
        var (buffer, length) = MessageCompression.Unpack(body, maxSize);
        try
        {
            return Parse(parser, new ReadOnlySequence<byte>(buffer, 0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> body)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(body);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The message is not a valid {typeof(T).Name}.", e));
        }
    }

    private static RpcException Broken(string detail) => new(new Status(StatusCode.Internal, detail));
}
