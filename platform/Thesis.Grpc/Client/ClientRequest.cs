using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Client;

/// <summary>The HTTP side of a request.</summary>
internal static class ClientRequest
{
    private static readonly MediaTypeHeaderValue _contentType = new(ProtocolHeaders.ContentType);

    /// <exception cref="RpcException">ResourceExhausted: the message is over <paramref name="maxSize"/> bytes.</exception>
    /// <exception cref="ArgumentException">A metadata name is one that HTTP keeps for bodies.</exception>
    public static HttpRequestMessage Create(
        Uri uri, IMessage message, int? maxSize, Metadata? metadata, TimeSpan? timeout)
    {
        var frame = new ArrayBufferWriter<byte>(MessageFrame.CheckSendSize(message, maxSize) + MessageFrame.PrefixLength);
        MessageFrame.Write(frame, message, maxSize);
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ReadOnlyMemoryContent(frame.WrittenMemory),
        };
        request.Content.Headers.ContentType = _contentType;
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue(ProtocolHeaders.Trailers));
        Add(request, ProtocolHeaders.AcceptEncoding, MessageCompression.Accepted);
        if (timeout is { } left)
        {
            Add(request, ProtocolHeaders.Timeout, GrpcTimeout.Encode(left));
        }

        foreach (var entry in metadata ?? [])
        {
            Add(request, entry.Key, MetadataHeaders.ToHeaderValue(entry));
        }

        return request;
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation(name, value))
        {
            throw new ArgumentException($"'{name}' cannot be metadata: HTTP keeps it for bodies.");
        }
    }
}
