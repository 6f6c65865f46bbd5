using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Thesis.Dashboard.Tests;

internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < Patience, $"Waited in vain for: {what}");
            await Task.Delay(20);
        }
    }

    /// <summary>The first answer that is not null.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, [CallerArgumentExpression(nameof(ask))] string? what = null)
        where T : class
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.True(clock.Elapsed < Patience, $"Waited in vain for: {what}");
            await Task.Delay(20);
        }
    }
}
