using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Thesis.Contracts.Allocation.V1;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>The contract <c>allocation.v1.OptimizationEngine</c>.</summary>
internal sealed class AllocationEngineGrpcService(SolveQueue queue, NamedSolves solves) : OptimizationEngine.OptimizationEngineBase
{
    private const int ProgressBuffer = 16;

    [Authorize(Policies.Service)]
    public override Task<AllocationResponse> Solve(AllocationRequest request, ServerCallContext context) =>
        SolveAsync(request, progress: null, context);

    [Authorize(Policies.Service)]
    public override Task<StopResponse> Stop(StopRequest request, ServerCallContext context) =>
        Task.FromResult(new StopResponse { Found = solves.Stop(request.SolveId) });

    [Authorize(Policies.Service)]
    public override async Task SolveStream(
        AllocationRequest request, IServerStreamWriter<SolveProgress> responseStream, ServerCallContext context)
    {
        // Only the newest progress matters to a slow reader: it never holds up the solver.
        var news = Channel.CreateBounded<SolveProgress>(
            new BoundedChannelOptions(ProgressBuffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var solving = SolveAsync(request, news.Writer, context);
        await foreach (var progress in news.Reader.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(progress, context.CancellationToken);
        }

        var response = await solving;
        await responseStream.WriteAsync(
            new SolveProgress
            {
                Incumbent = response.ObjectiveValue,
                Bound = response.Bound,
                Gap = response.Gap,
                ElapsedMs = response.SolveMs,
                Response = response,
            },
            context.CancellationToken);
    }

    private async Task<AllocationResponse> SolveAsync(
        AllocationRequest request, ChannelWriter<SolveProgress> news, ServerCallContext context)
    {
        try
        {
            return await SolveAsync(request, progress => news.TryWrite(progress), context);
        }
        finally
        {
            news.Complete();
        }
    }

    private async Task<AllocationResponse> SolveAsync(AllocationRequest request, Action<SolveProgress>? progress, ServerCallContext context)
    {
        if (!solves.TryAdd(request.SolveId, context.CancellationToken, out var named))
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"solve_id: a call named '{request.SolveId}' is under way; choose another name."));
        }

        using (named)
        {
            try
            {
                var (admission, response) = await queue.TrySolveAsync(request, progress, named.Token);
                return response ?? throw new RpcException(admission == Admission.Busy
                    ? new Status(StatusCode.ResourceExhausted, "The engine is busy; try again in a moment.")
                    : new Status(StatusCode.Unavailable, "The engine is overloaded and takes no calls for a few seconds; try again later."));
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                return new AllocationResponse { Status = "timeout", StoppedBy = "cancelled", Reason = "Stopped before it had its turn." };
            }
        }
    }
}
