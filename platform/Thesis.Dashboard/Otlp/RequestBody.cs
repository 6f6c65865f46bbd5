using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>How a body could not be had: the status and what to tell the sender.</summary>
internal sealed class BodyException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>Bytes that bodies may take together, so that many large ones at once are told to come later.</summary>
internal sealed class BodyBudget
{
    private const long MaxBytes = 64 << 20;
    private long _taken;

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= MaxBytes)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
    }

    public void GiveBack(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

/// <summary>A request's body, read whole and unpacked.</summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Bytes after unpacking.</summary>
    public const int MaxBytes = 32 << 20;
    private readonly BodyBudget _budget;
    private byte[] _buffer = [];
    private int _length;

    private RequestBody(BodyBudget budget) => _budget = budget;

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <exception cref="BodyException">It is too large, packed in an unknown way or harmed, or there is no room now.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, BodyBudget budget, CancellationToken cancellationToken)
    {
        var body = new RequestBody(budget);
        try
        {
            await using var unpacked = Unpack(request);
            await body.FillAsync(unpacked, cancellationToken);
            return body;
        }
        catch (InvalidDataException)
        {
            body.Dispose();
            throw new BodyException(StatusCodes.Status400BadRequest, $"The body is not {request.Headers.ContentEncoding}, which content-encoding says it is.");
        }
        catch
        {
            body.Dispose(); // Whatever ended it, its room is free again.
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            _budget.GiveBack(_buffer.Length);
            Buffers.Return(_buffer);
            _buffer = [];
        }
    }

    private static Stream Unpack(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
        var other => throw new BodyException(StatusCodes.Status415UnsupportedMediaType, $"content-encoding '{other}' is not known here; send gzip or none."),
    };

    private async Task FillAsync(Stream from, CancellationToken cancellationToken)
    {
        Grow(64 * 1024);
        while (true)
        {
            var read = await from.ReadAsync(_buffer.AsMemory(_length), cancellationToken);
            if (read == 0)
            {
                return;
            }

            _length += read;
            if (_length >= MaxBytes)
            {
                throw new BodyException(StatusCodes.Status413PayloadTooLarge, $"The body is not smaller than {MaxBytes} bytes; send smaller batches.");
            }

            if (_length == _buffer.Length)
            {
                Grow(_buffer.Length * 2);
            }
        }
    }

    private void Grow(int size)
    {
        var larger = Buffers.Rent(size);
        if (!_budget.TryTake(larger.Length))
        {
            Buffers.Return(larger);
            throw new BodyException(StatusCodes.Status503ServiceUnavailable, "Too much telemetry is being received at once; try again.");
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _buffer = larger;
    }
}
