using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Tests.Requests;
using Thesis.Tests.Support;

namespace Thesis.OptEngine.Tests.Serving;

/// <summary>Two workers in processes of their own on one event log.</summary>
public sealed class KilledWorkerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task A_worker_killed_at_its_job_costs_one_retry_and_no_answer_twice_or_wrong()
    {
        const int Runs = 4;
        var authority = (await TestIdentityProvider.SharedAsync()).Authority;
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var asker = await EventAsker.StartAsync(database);
        await using var doomed = WorkerProcess.Start(Named(database, "doomed"), authority);
        await using var survivor = WorkerProcess.Start(Named(database, "survivor"), authority);
        await using var data = NpgsqlDataSource.Create(database);
        await UntilAsync(async () => await CountAsync(data, "select count(distinct application_name) from pg_stat_activity where application_name in ('doomed', 'survivor')") == 2, "both workers to be up");

        await asker.AskAsync(Enumerable.Range(1, Runs).Select(run => new AllocationRequested { RunId = run, Region = "los-angeles", Request = Request(run) }));
        await UntilAsync(async () => await CountAsync(data, HeldBy("doomed")) == 1 && await CountAsync(data, HeldBy("survivor")) == 1, "each worker to hold a job");
        long held = await CountAsync(data, JobHeldBy("doomed"));
        await doomed.KillAsync();
        await UntilAsync(async () => await CountAsync(data, $"select coalesce(max(attempts), 2) from optengine.jobs where id = {held}") == 2, "the killed worker's job to be started again");

        var seen = new Dictionary<long, AllocationResponse>();
        using var deadline = new CancellationTokenSource(Patience);
        while (seen.Count < Runs)
        {
            var answer = await asker.Answers.ReadAsync(deadline.Token);
            Assert.True(seen.TryAdd(answer.RunId, answer.Response), $"run {answer.RunId} was answered twice");
        }

        await UntilAsync(async () => await CountAsync(data, "select count(*) from optengine.jobs") == 0, "an empty queue");
        Assert.False(asker.Answers.TryRead(out _));
        Assert.Equal(0, await CountAsync(data, "select count(*) from optengine.dead_letters"));
        Assert.False(survivor.HasExited);
        var here = new RequestSolver(new NativeSolver());
        Assert.All(seen, answer =>
        {
            var expected = here.Solve(Request(answer.Key));
            (expected.SolveMs, answer.Value.SolveMs) = (0, 0);
            Assert.Equal(expected, answer.Value);
        });
    }

    [Fact]
    public async Task A_cancelled_run_frees_its_worker_with_the_best_plan_so_far()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await using var asker = await EventAsker.StartAsync(database);
        await using var engine = await EngineHost.StartAsync(database, null, ("Engine:MaxConcurrency", "1"));
        var endless = SampleRequest.City(300, 60);
        (endless.WorkLimit, endless.TimeLimitMs, endless.TargetGap) = (10_000_000, 600_000, 1e-9);
        await asker.AskAsync([new AllocationRequested { RunId = 1, Region = "los-angeles", Request = endless }]);
        await using var data = NpgsqlDataSource.Create(database);
        await UntilAsync(async () => await CountAsync(data, "select count(*) from optengine.jobs where attempts = 1") == 1, "the run to be at work");

        await asker.CancelAsync(1);
        using var deadline = new CancellationTokenSource(Patience);
        var answer = await asker.Answers.ReadAsync(deadline.Token);
        Assert.Equal(("timeout", "cancelled"), (answer.Response.Status, answer.Response.StoppedBy));
        await asker.AskAsync([new AllocationRequested { RunId = 2, Region = "los-angeles", Request = SampleRequest.One() }]);
        Assert.Equal("optimal", (await asker.Answers.ReadAsync(deadline.Token)).Response.Status);
    }

    private static AllocationRequest Request(long run)
    {
        var request = SampleRequest.City(foods: 150, ngos: 25, seed: (int)run);
        // Work enough for a second or so, and no clock: the answer is the same in every process.
        (request.WorkLimit, request.TimeLimitMs, request.TargetGap) = (800, 600_000, 1e-9);
        return request;
    }

    /// <summary>Jobs whose advisory lock a worker's sessions hold: high half the schema's hash, low half the job.</summary>
    private static string HeldBy(string worker) => $"select count(*) {Locks(worker)}";

    private static string JobHeldBy(string worker) => $"select coalesce(min(l.objid::bigint), 0) {Locks(worker)}";

    private static string Locks(string worker) =>
        $"from pg_locks l join pg_stat_activity a using (pid) where l.locktype = 'advisory' and a.application_name = '{worker}' and l.classid = (hashtext('optengine.jobs')::bigint & 4294967295)::oid";

    private static string Named(string database, string worker) => $"{database};Application Name={worker}";

    private static async Task<long> CountAsync(NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds())
        {
            Assert.True(await NextAsync(timer, deadline.Token), $"waited {Patience} for {what}");
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
