using System.Diagnostics;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Probe
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is yes; fails after <see cref="Deadline"/> with what was waited for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Deadline, $"Waited in vain for: {what}");
            await Task.Delay(20);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);
}
