using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Otlp.Logs;
using Thesis.Dashboard.Otlp.Metrics;
using Thesis.Dashboard.Otlp.Trace;
using Thesis.Grpc;

namespace Thesis.Dashboard.Otlp;

/// <summary>OTLP over gRPC.</summary>
internal sealed class OtlpGrpcEndpoints(TelemetryReceiver receiver, OtlpAccess access)
{
    /// <summary>Bytes of a request.</summary>
    public const int MaxRequest = 32 << 20;

    private static readonly Method<ExportTraceServiceRequest, ExportTraceServiceResponse> _traces =
        Method.Unary<ExportTraceServiceRequest, ExportTraceServiceResponse>(TraceServiceReflection.Descriptor.Services[0], "Export");

    private static readonly Method<ExportLogsServiceRequest, ExportLogsServiceResponse> _logs =
        Method.Unary<ExportLogsServiceRequest, ExportLogsServiceResponse>(LogsServiceReflection.Descriptor.Services[0], "Export");

    private static readonly Method<ExportMetricsServiceRequest, ExportMetricsServiceResponse> _metrics =
        Method.Unary<ExportMetricsServiceRequest, ExportMetricsServiceResponse>(MetricsServiceReflection.Descriptor.Services[0], "Export");

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGrpc(_traces, (request, context) =>
        {
            var (rejected, reason) = Receive(Signal.Traces, request.ResourceSpans, context);
            return Task.FromResult(new ExportTraceServiceResponse
            {
                PartialSuccess = rejected == 0 ? null : new() { RejectedSpans = rejected, ErrorMessage = reason },
            });
        });
        app.MapGrpc(_logs, (request, context) =>
        {
            var (rejected, reason) = Receive(Signal.Logs, request.ResourceLogs, context);
            return Task.FromResult(new ExportLogsServiceResponse
            {
                PartialSuccess = rejected == 0 ? null : new() { RejectedLogRecords = rejected, ErrorMessage = reason },
            });
        });
        app.MapGrpc(_metrics, (request, context) =>
        {
            var (rejected, reason) = Receive(Signal.Metrics, request.ResourceMetrics, context);
            return Task.FromResult(new ExportMetricsServiceResponse
            {
                PartialSuccess = rejected == 0 ? null : new() { RejectedDataPoints = rejected, ErrorMessage = reason },
            });
        });
    }

    private Received Receive(Signal signal, IEnumerable<ByteString> messages, ServerCallContext context)
    {
        if (!access.HasKey(context.GetHttpContext()))
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, $"{OtlpAccess.KeyHeader} is missing or wrong."));
        }

        try
        {
            return receiver.Receive(signal, messages.Select(m => m.Memory));
        }
        catch (OtlpException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
        }
        catch (IOException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The dashboard's disk is full.", e));
        }
    }
}
