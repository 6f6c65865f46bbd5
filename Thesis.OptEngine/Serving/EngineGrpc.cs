using System.Threading.Channels;
using Thesis.Contracts.Allocation.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;

namespace Thesis.OptEngine.Serving;

/// <summary>The contract <c>allocation.v1.OptimizationEngine</c>.</summary>
internal static class EngineGrpc
{
    private const int ProgressBuffer = 16;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGrpc(GrpcMethods.Engine.Solve, SolveAsync).RequireAuthorization(Policies.Service);
        app.MapGrpcStream(GrpcMethods.Engine.SolveStream, SolveStreamAsync).RequireAuthorization(Policies.Service);
        app.MapGrpcHealth().AllowAnonymous();
    }

    private static Task<AllocationResponse> SolveAsync(AllocationRequest request, ServerCallContext call) =>
        Queue(call).SolveAsync(request, progress: null, call.CancellationToken);

    private static async Task SolveStreamAsync(
        AllocationRequest request, IServerStreamWriter<SolveProgress> stream, ServerCallContext call)
    {
        // Only the newest progress matters to a slow reader: it never holds up the solver.
        var news = Channel.CreateBounded<SolveProgress>(
            new BoundedChannelOptions(ProgressBuffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var solving = SolveAsync(Queue(call), request, news.Writer, call.CancellationToken);
        await foreach (var progress in news.Reader.ReadAllAsync(call.CancellationToken))
        {
            await stream.WriteAsync(progress, call.CancellationToken);
        }

        var response = await solving;
        await stream.WriteAsync(
            new SolveProgress
            {
                Incumbent = response.ObjectiveValue,
                Bound = response.Bound,
                Gap = response.Gap,
                ElapsedMs = response.SolveMs,
                Response = response,
            },
            call.CancellationToken);
    }

    private static async Task<AllocationResponse> SolveAsync(
        SolveQueue queue, AllocationRequest request, ChannelWriter<SolveProgress> news, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.SolveAsync(request, progress => news.TryWrite(progress), cancellationToken);
        }
        finally
        {
            news.Complete();
        }
    }

    private static SolveQueue Queue(ServerCallContext call)
    {
        var queue = call.GetHttpContext().RequestServices.GetRequiredService<SolveQueue>();
        return queue.IsFull
            ? throw new RpcException(new Status(StatusCode.ResourceExhausted, "The engine is busy; try again in a moment."))
            : queue;
    }
}
