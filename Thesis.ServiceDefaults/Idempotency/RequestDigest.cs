using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Thesis.ServiceDefaults;

/// <summary>What tells one request from another: SHA-256 of method, path, query, content type and body.</summary>
internal static class RequestDigest
{
    private const int BytesInMemory = 64 * 1024;
    private const int ChunkBytes = 32 * 1024;

    /// <summary>Reads the whole body, beyond 64 KiB into a temporary file, and rewinds it for the endpoint.</summary>
    public static async Task<byte[]> TakeInAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.PathBase}{request.Path}{request.QueryString}\n{request.ContentType}\n"));
        request.EnableBuffering(BytesInMemory);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await request.Body.ReadAsync(chunk, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }
}
