using System.Diagnostics;

namespace Thesis.Services.Tests.Support;

/// <summary>Waits for what other threads and processes bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until <paramref name="probe"/> gives something else than null.</summary>
    /// <param name="what">What is waited for, for the failure's message.</param>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> probe)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await probe() is { } found)
            {
                return found;
            }

            if (watch.Elapsed > Deadline)
            {
                throw new TimeoutException($"Waited {Deadline.TotalSeconds:0} s in vain for: {what}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Looks until <paramref name="holds"/> is true.</summary>
    public static Task HoldsAsync(string what, Func<Task<bool>> holds) =>
        GetAsync<object>(what, async () => await holds() ? what : null);
}
