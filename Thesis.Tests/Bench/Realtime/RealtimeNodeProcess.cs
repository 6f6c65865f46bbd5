using System.Diagnostics;
using System.Globalization;

namespace Thesis.Bench.Realtime;

/// <summary>A server under measurement, in a process of its own, told by lines what to publish.</summary>
internal sealed class RealtimeNodeProcess : IAsyncDisposable
{
    private readonly Process _process;

    private RealtimeNodeProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<RealtimeNodeProcess> StartAsync(string server, string redis, string authority)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(RealtimeNodeProcess).Assembly.Location, BenchNode.Mode, server, redis, authority])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The node did not start.");
        return new RealtimeNodeProcess(process, new Uri(await ReadAsync(process, "ready")));
    }

    /// <summary>Publishes at a rhythm. Returns the process's CPU time until all was delivered, and the number of messages published.</summary>
    public async Task<(TimeSpan Cpu, int Messages)> PublishAsync(string topic, Rhythm rhythm, TimeSpan during)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{topic} {rhythm} {during.TotalSeconds}"));
        await _process.StandardInput.FlushAsync();
        var answer = (await ReadAsync(_process, "done")).Split(' ');
        return (TimeSpan.FromMilliseconds(double.Parse(answer[0], CultureInfo.InvariantCulture)), int.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<string> ReadAsync(Process process, string word)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(word + " ", StringComparison.Ordinal))
            {
                return line[(word.Length + 1)..];
            }
        }

        throw new InvalidOperationException($"The node ended before it said {word}.");
    }
}
