using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Solving;

public class WorkCrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_task_is_done_once_whatever_the_number_of_threads(int threads)
    {
        using var crew = new WorkCrew(threads);
        foreach (int count in (int[])[0, 1, 2, 3, 100])
        {
            for (int repeat = 0; repeat < 50; repeat++)
            {
                int[] done = new int[count];
                Assert.True(crew.Run(count, (worker, i) =>
                {
                    Assert.InRange(worker, 0, threads - 1);
                    Interlocked.Increment(ref done[i]);
                }));
                Assert.All(done, times => Assert.Equal(1, times));
            }
        }
    }

    [Fact]
    public void A_failing_task_fails_the_run_and_the_crew_works_on()
    {
        using var crew = new WorkCrew(3);
        var failure = Assert.Throws<InvalidOperationException>(() => crew.Run(
            20, (_, i) => { if (i == 0) { throw new InvalidOperationException("task 0"); } }));
        Assert.Equal("task 0", failure.Message);
        int done = 0;
        Assert.True(crew.Run(20, (_, _) => Interlocked.Increment(ref done)));
        Assert.Equal(20, done);
    }

    [Fact]
    public void Who_is_done_with_his_own_tasks_does_what_is_left_of_the_others()
    {
        using var crew = new WorkCrew(2);
        using var others = new CountdownEvent(19);
        Assert.True(crew.Run(20, (_, i) =>
        {
            if (i == 0)
            {
                Assert.True(others.Wait(TimeSpan.FromSeconds(60)), "Nobody did the tasks behind one that takes long.");
            }
            else
            {
                others.Signal();
            }
        }));
    }

    [Fact]
    public void An_interrupted_run_says_that_tasks_were_left_out()
    {
        using var crew = new WorkCrew(2);
        int done = 0;
        Assert.False(crew.Run(1000, (_, _) => Interlocked.Increment(ref done), () => Volatile.Read(ref done) >= 10));
        Assert.InRange(done, 10, 11);
    }

    [Fact]
    public void A_closed_crew_takes_no_more_work()
    {
        var crew = new WorkCrew(2);
        crew.Dispose();
        crew.Dispose();
        Assert.Throws<ObjectDisposedException>(() => crew.Run(1, (_, _) => { }));
    }
}
