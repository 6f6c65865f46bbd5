using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace Thesis.Bench.Bff;

/// <summary>Asks for one address again and again over some connections.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _http;
    private readonly Uri _address;

    public Caller(Uri address, CookieContainer? cookies = null)
    {
        _address = address;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies ?? new(), UseCookies = cookies is not null, UseProxy = false });
        _http.DefaultRequestHeaders.Add("X-CSRF", "1");
    }

    /// <summary>As many requests as come back in a time, each of <paramref name="connections"/> asking again when it has its answer.</summary>
    public async Task<Calls> FloodAsync(int connections, TimeSpan during)
    {
        var latencies = new ConcurrentBag<double>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < during)
            {
                latencies.Add(await AskAsync(refusalsToo: false));
            }
        })));
        return new Calls([.. latencies], clock.Elapsed);
    }

    /// <summary>So many requests a second, whether answers come or not.</summary>
    public async Task<Calls> PacedAsync(int perSecond, TimeSpan during, bool refusalsToo = false)
    {
        var pending = new List<Task<double>>();
        var clock = Stopwatch.StartNew();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (clock.Elapsed < during && await ticks.WaitForNextTickAsync())
        {
            while (pending.Count < clock.Elapsed.TotalSeconds * perSecond)
            {
                pending.Add(AskAsync(refusalsToo));
            }
        }

        return new Calls(await Task.WhenAll(pending), clock.Elapsed);
    }

    public void Dispose() => _http.Dispose();

    private async Task<double> AskAsync(bool refusalsToo)
    {
        var begin = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(_address);
        await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode && !(refusalsToo && answer.StatusCode == HttpStatusCode.TooManyRequests))
        {
            throw new InvalidOperationException($"{_address} answered {(int)answer.StatusCode}.");
        }

        return Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
    }
}

/// <summary>What came of calling: milliseconds of each call, and the time it took in all.</summary>
internal sealed record Calls(double[] Milliseconds, TimeSpan Elapsed)
{
    public double PerSecond => Milliseconds.Length / Elapsed.TotalSeconds;

    public double P95 => Milliseconds.Order().ElementAt((int)(Milliseconds.Length * 0.95));
}
