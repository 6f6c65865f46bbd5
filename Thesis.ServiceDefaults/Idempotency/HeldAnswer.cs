using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Thesis.ServiceDefaults;

/// <summary>Holds back what an endpoint writes, status, headers and body, until its transaction has committed.</summary>
internal sealed class HeldAnswer : IHttpResponseBodyFeature, IDisposable
{
    /// <summary>The largest answer; it is kept in the database.</summary>
    public const int MaxBytes = 1024 * 1024;

    private readonly LimitedMemoryStream _body = new(MaxBytes);
    private readonly PipeWriter _writer;

    private HeldAnswer() => _writer = PipeWriter.Create(_body, new StreamPipeWriterOptions(leaveOpen: true));

    public Stream Stream => _body;

    public PipeWriter Writer => _writer;

    /// <summary>Runs the endpoint and takes its answer.</summary>
    public static async Task<CommandAnswer> RunAsync(HttpContext http, RequestDelegate endpoint)
    {
        var real = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var held = new HeldAnswer();
        http.Features.Set<IHttpResponseBodyFeature>(held);
        try
        {
            await endpoint(http);
            await held.CompleteAsync();
        }
        finally
        {
            http.Features.Set(real);
        }

        var headers = CommandAnswer.KeptHeaders
            .Where(name => http.Response.Headers.ContainsKey(name))
            .ToDictionary(name => name, name => http.Response.Headers[name].ToString());
        return new CommandAnswer(http.Response.StatusCode, headers, held._body.Written, Replayed: false);
    }

    public async Task CompleteAsync() => await _writer.CompleteAsync();

    public void Dispose() => _body.Dispose();

    public void DisableBuffering()
    {
        // The answer is held whatever the endpoint would like.
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A command's answer is small and made in memory; it cannot be a file.");

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Memory up to a limit; an endpoint that writes more has a defect.</summary>
    private sealed class LimitedMemoryStream(int limit) : MemoryStream
    {
        public ReadOnlyMemory<byte> Written => GetBuffer().AsMemory(0, (int)Length);

        // The other ways to write end here in a derived stream.
        public override void Write(byte[] buffer, int offset, int count)
        {
            Check(count);
            base.Write(buffer, offset, count);
        }

        public override void WriteByte(byte value)
        {
            Check(1);
            base.WriteByte(value);
        }

        private void Check(int more)
        {
            if (Length + more > limit)
            {
                throw new InvalidOperationException($"A command's answer may have at most {limit} bytes.");
            }
        }
    }
}
