using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Thesis.Services.Tests.Identity;

/// <summary>A mail server on a free port that speaks as much SMTP (RFC 5321) as a client needs, and keeps what it is given.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public SmtpServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it answers to each mail in turn before it takes them, such as <c>451 later</c>.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    public ConcurrentQueue<string> Mails { get; } = new();

    /// <summary>Called with each mail when it is taken.</summary>
    public Action<string>? OnTaken { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var end = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\r\n" };
        try
        {
            await writer.WriteLineAsync("220 here");
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                await AnswerAsync(line, reader, writer);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsync(string line, StreamReader reader, StreamWriter writer)
    {
        var command = line.Split(' ', ':')[0].ToUpperInvariant();
        if (command != "DATA")
        {
            var refusal = command == "RCPT" && Refusals.TryDequeue(out var answer) ? answer : null;
            await writer.WriteLineAsync(refusal ?? (command == "QUIT" ? "221 bye" : "250 ok"));
            return;
        }

        await writer.WriteLineAsync("354 go on");
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_end.Token) is { } part && part != ".")
        {
            text.AppendLine(part);
        }

        Mails.Enqueue(text.ToString());
        OnTaken?.Invoke(text.ToString());
        await writer.WriteLineAsync("250 taken");
    }
}
