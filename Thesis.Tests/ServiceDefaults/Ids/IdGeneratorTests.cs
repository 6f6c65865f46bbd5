using System.Collections.Concurrent;

namespace Thesis.ServiceDefaults.Tests;

public sealed class IdGeneratorTests
{
    [Fact]
    public void Ids_rise_and_tell_when_they_were_made()
    {
        var clock = new SetClock(new DateTimeOffset(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero));
        var ids = new IdGenerator(clock, node: 5);

        var first = ids.Next();
        var second = ids.Next();
        clock.Now += TimeSpan.FromMilliseconds(1);
        var later = ids.Next();

        Assert.Equal(first + 1, second);
        Assert.True(later > second);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 12, 0, 0, 123, TimeSpan.Zero), IdGenerator.TimeOf(first));
        Assert.Equal(clock.Now, IdGenerator.TimeOf(later));
    }

    [Fact]
    public void A_clock_that_goes_back_makes_no_id_twice()
    {
        var clock = new SetClock(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        var ids = new IdGenerator(clock, node: 0);
        var before = Enumerable.Range(0, 10).Select(_ => ids.Next()).ToArray();

        clock.Now -= TimeSpan.FromHours(1);
        var after = Enumerable.Range(0, 10).Select(_ => ids.Next()).ToArray();

        Assert.True(after[0] > before[^1]);
        Assert.Equal(20, before.Concat(after).Distinct().Count());
    }

    [Fact]
    public void More_ids_than_a_millisecond_holds_run_on_into_the_next()
    {
        var ids = new IdGenerator(new SetClock(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)), node: 1023);

        var taken = Enumerable.Range(0, 10_000).Select(_ => ids.Next()).ToArray();

        Assert.Equal(taken.Order().Distinct(), taken);
    }

    [Fact]
    public void Many_threads_and_nodes_never_make_an_id_twice()
    {
        IdGenerator[] nodes = [new(TimeProvider.System, 1), new(TimeProvider.System, 2)];
        var taken = new ConcurrentBag<long>();

        Parallel.For(0, 8, i =>
        {
            for (var n = 0; n < 5_000; n++)
            {
                taken.Add(nodes[i % 2].Next());
            }
        });

        Assert.Equal(40_000, taken.Distinct().Count());
        Assert.All(taken, id => Assert.True(id > 0));
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
