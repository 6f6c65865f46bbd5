using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Thesis.Grpc;

/// <summary>The names to subscribe to, and what is recorded about each call, by OpenTelemetry's conventions for RPC.</summary>
public static class GrpcTelemetry
{
    /// <summary>The activity source: one client span and one server span a call.</summary>
    public const string ActivitySourceName = "Thesis.Grpc";

    /// <summary>The meter: <c>rpc.client.call.duration</c> and <c>rpc.server.call.duration</c>, in seconds.</summary>
    public const string MeterName = "Thesis.Grpc";

    private static readonly ActivitySource _source = new(ActivitySourceName);
    private static readonly Meter _meter = new(MeterName);
    private static readonly InstrumentAdvice<double> _buckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly Histogram<double> _clientDuration = _meter.CreateHistogram(
        "rpc.client.call.duration", "s", "Duration of outgoing calls", advice: _buckets);

    private static readonly Histogram<double> _serverDuration = _meter.CreateHistogram(
        "rpc.server.call.duration", "s", "Duration of incoming calls", advice: _buckets);

    /// <summary>Starts a client span without making it the caller's current one: a stream outlives the method that opens it.</summary>
    internal static Activity? StartClient(string service, string method, Uri address)
    {
        var outer = Activity.Current;
        var activity = _source.StartActivity($"{service}/{method}", ActivityKind.Client);
        Activity.Current = outer;
        activity?.SetTag("server.address", address.Host).SetTag("server.port", address.Port);
        return Describe(activity, service, method);
    }

    /// <summary>Starts a server span under the host's span for the request or, when the host makes none, under the caller's.</summary>
    internal static Activity? StartServer(string service, string method, Metadata headers)
    {
        var name = $"{service}/{method}";
        if (Activity.Current is not null || headers.GetValue("traceparent") is not { } traceParent)
        {
            return Describe(_source.StartActivity(name, ActivityKind.Server), service, method);
        }

        ActivityContext.TryParse(traceParent, headers.GetValue("tracestate"), isRemote: true, out var parent);
        return Describe(_source.StartActivity(name, ActivityKind.Server, parent), service, method);
    }

    internal static void EndClient(Activity? activity, string service, string method, Status status, TimeSpan duration)
    {
        End(activity, status, isError: status.StatusCode != StatusCode.OK);
        _clientDuration.Record(duration.TotalSeconds, Tags(service, method, status));
    }

    internal static void EndServer(Activity? activity, string service, string method, Status status, TimeSpan duration)
    {
        End(activity, status, IsServerFault(status.StatusCode));
        _serverDuration.Record(duration.TotalSeconds, Tags(service, method, status));
    }

    // A caller's mistake is an error of the caller's span only.
    private static bool IsServerFault(StatusCode code) => code is StatusCode.Unknown or StatusCode.DeadlineExceeded
        or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;

    private static Activity? Describe(Activity? activity, string service, string method) => activity?
        .SetTag("rpc.system", "grpc")
        .SetTag("rpc.service", service)
        .SetTag("rpc.method", method);

    private static void End(Activity? activity, Status status, bool isError)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("rpc.grpc.status_code", (int)status.StatusCode);
        if (isError)
        {
            activity.SetTag("error.type", status.StatusCode.ToString());
            activity.SetStatus(ActivityStatusCode.Error, status.Detail);
        }

        activity.Stop();
    }

    private static TagList Tags(string service, string method, Status status) => new()
    {
        { "rpc.system", "grpc" },
        { "rpc.service", service },
        { "rpc.method", method },
        { "rpc.grpc.status_code", (int)status.StatusCode },
    };
}
