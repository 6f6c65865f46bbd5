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
        app.MapGrpc(GrpcMethods.Engine.Stop, StopAsync).RequireAuthorization(Policies.Service);
        app.MapGrpcHealth().AllowAnonymous();
    }

    private static Task<AllocationResponse> SolveAsync(AllocationRequest request, ServerCallContext call) =>
        SolveAsync(request, progress: null, call);

    private static async Task SolveStreamAsync(
        AllocationRequest request, IServerStreamWriter<SolveProgress> stream, ServerCallContext call)
    {
        // Only the newest progress matters to a slow reader: it never holds up the solver.
        var news = Channel.CreateBounded<SolveProgress>(
            new BoundedChannelOptions(ProgressBuffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var solving = SolveAsync(request, news.Writer, call);
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
        AllocationRequest request, ChannelWriter<SolveProgress> news, ServerCallContext call)
    {
        try
        {
            return await SolveAsync(request, progress => news.TryWrite(progress), call);
        }
        finally
        {
            news.Complete();
        }
    }

    private static async Task<AllocationResponse> SolveAsync(AllocationRequest request, Action<SolveProgress>? progress, ServerCallContext call)
    {
        if (!Service<NamedSolves>(call).TryAdd(request.SolveId, call.CancellationToken, out var named))
        {
            throw new RpcException(new Status(StatusCode.AlreadyExists, $"solve_id: a call named '{request.SolveId}' is under way; choose another name."));
        }

        using (named)
        {
            try
            {
                var (admission, response) = await Service<SolveQueue>(call).TrySolveAsync(request, progress, named.Token);
                return response ?? throw new RpcException(admission == Admission.Busy
                    ? new Status(StatusCode.ResourceExhausted, "The engine is busy; try again in a moment.")
                    : new Status(StatusCode.Unavailable, "The engine is overloaded and takes no calls for a few seconds; try again later."));
            }
            catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
            {
                return new AllocationResponse { Status = "timeout", StoppedBy = "cancelled", Reason = "Stopped before it had its turn." };
            }
        }
    }

    private static Task<StopResponse> StopAsync(StopRequest request, ServerCallContext call) =>
        Task.FromResult(new StopResponse { Found = Service<NamedSolves>(call).Stop(request.SolveId) });

    private static T Service<T>(ServerCallContext call)
        where T : notnull => call.GetHttpContext().RequestServices.GetRequiredService<T>();
}
