using Microsoft.Extensions.Logging.Abstractions;

namespace Thesis.ServiceDefaults.Tests.Hosting;

public sealed class PeriodicServiceTests
{
    [Fact]
    public async Task A_round_that_fails_for_any_reason_is_followed_by_others()
    {
        using var service = new Failing();
        await service.StartAsync(CancellationToken.None);

        await Eventually.HoldsAsync(() => service.Rounds >= 4, "it goes on after three failures");

        Assert.False(service.ExecuteTask?.IsCompleted);
        await service.StopAsync(CancellationToken.None);
        Assert.True(service.ExecuteTask?.IsCompletedSuccessfully);
    }

    private sealed class Failing() : PeriodicService(TimeProvider.System, NullLogger.Instance)
    {
        private int _rounds;

        public int Rounds => Volatile.Read(ref _rounds);

        protected override TimeSpan Interval => TimeSpan.FromMilliseconds(5);

        public override Task RunOnceAsync(CancellationToken cancellationToken) => Interlocked.Increment(ref _rounds) switch
        {
            1 => throw new InvalidOperationException("not PostgreSQL's"),
            2 => throw new TimeoutException("nor its"),
            3 => throw new OperationCanceledException("of something else"),
            _ => Task.CompletedTask,
        };
    }
}
