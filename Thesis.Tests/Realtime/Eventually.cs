using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Thesis.Realtime.Tests;

internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, $"Waited in vain for: {what}");
            await Task.Delay(5);
        }
    }
}
