namespace Thesis.Hosting.Tests.Support;

/// <summary>How long a test waits for what must happen; generous, because machines are busy.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static CancellationToken Token => new CancellationTokenSource(Limit).Token;

    /// <summary>Polls until a condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, $"It did not happen within {Limit.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }
}
