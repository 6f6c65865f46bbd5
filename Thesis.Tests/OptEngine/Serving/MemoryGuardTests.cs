using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Grpc.Core;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Tests.Requests;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Tests.Serving;

public sealed class MemoryGuardTests
{
    private const int Large = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_solve_that_takes_more_memory_than_a_job_may_is_ended_with_its_plan_and_others_go_on()
    {
        await using var engine = await StartAsync(new Hungry(Large), megabytes: 96);
        var hungry = Call(engine, SampleRequest.City(foods: Large, ngos: 5));
        var small = await Call(engine, SampleRequest.One());
        Assert.Equal("optimal", small.Status);

        var answer = await hungry;

        Assert.Equal("memory", answer.StoppedBy);
        Assert.Contains("96 MB", answer.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(answer.Allocations);
        Assert.Equal("optimal", (await Call(engine, SampleRequest.One())).Status);
    }

    [Fact]
    public async Task Garbage_is_not_held_against_a_solve()
    {
        await using var engine = await StartAsync(new Wasteful(), megabytes: 96);
        var answer = await Call(engine, SampleRequest.One());
        Assert.Equal("optimal", answer.StoppedBy);
    }

    [Fact]
    public async Task Memory_that_is_refused_is_an_answer_that_says_so()
    {
        await using var engine = await StartAsync(new Impossible(), megabytes: 1024);
        var answer = await Call(engine, SampleRequest.One());
        Assert.Equal("invalid", answer.Status);
        Assert.StartsWith("foods:", answer.Reason, StringComparison.Ordinal);
    }

    private static Task<EngineHost> StartAsync(IAllocationSolver solver, int megabytes) => EngineHost.StartAsync(
        null,
        builder => builder.Services.Replace(ServiceDescriptor.Singleton(solver)),
        ("Engine:MaxConcurrency", "2"),
        ("Engine:MaxJobMegabytes", $"{megabytes}"));

    private static async Task<AllocationResponse> Call(EngineHost engine, AllocationRequest request)
    {
        request.TimeLimitMs = (int)Patience.TotalMilliseconds;
        return await engine.Client.SolveAsync(request, deadline: DateTime.UtcNow + 2 * Patience);
    }

    /// <summary>Solves small problems; for large ones it keeps taking memory until it is stopped.</summary>
    private sealed class Hungry(int large) : Solver
    {
        protected override void Eat(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
        {
            var taken = new List<byte[]>();
            while (problem.DonationCount >= large && !cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20)) && taken.Count < 600)
            {
                taken.Add(new byte[1 << 20]);
            }

            GC.KeepAlive(taken);
        }
    }

    /// <summary>Goes through many times the memory that it may take, and keeps none of it.</summary>
    private sealed class Wasteful : Solver
    {
        protected override void Eat(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
        {
            for (int i = 0; i < 1500 && !cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(1)); i++)
            {
                GC.KeepAlive(new byte[1 << 20]);
            }
        }
    }

    private sealed class Impossible : Solver
    {
        protected override void Eat(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken)
        {
            var taken = new List<long[]>();
            for (int i = 0; i < 64; i++)
            {
                taken.Add(new long[Array.MaxLength]); // 16 GB a piece, a terabyte in all, which is refused before it is touched.
            }

            GC.KeepAlive(taken);
        }
    }

    private abstract class Solver : IAllocationSolver
    {
        private readonly NativeSolver _native = new();

        public string Version => _native.Version;

        public SolveResult Solve(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken = default)
        {
            Eat(problem, options, cancellationToken);
            return _native.Solve(problem, options, CancellationToken.None);
        }

        protected abstract void Eat(AllocationProblem problem, SolveOptions options, CancellationToken cancellationToken);
    }
}
