using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Thesis.Dashboard.Storage;

namespace Thesis.Dashboard.Otlp;

/// <summary>OpenTelemetry's signals.</summary>
internal enum Signal
{
    Traces,
    Logs,
    Metrics,
}

/// <summary>What became of a request that could be read.</summary>
/// <param name="Rejected">Items not taken.</param>
/// <param name="Reason">Why not; empty when all were taken.</param>
internal readonly record struct Received(int Rejected, string Reason);

/// <summary>Stores what comes in, whichever way it came. Any number of requests at once.</summary>
internal sealed partial class TelemetryReceiver(RunCatalog runs, DashboardOptions options)
{
    private const int PooledDecoders = 4; // For each signal; a request beyond makes its own and lets it go.
    private readonly ConcurrentBag<SignalDecoder>[] _pools = [[], [], []];
    private readonly ILogger _logger = options.Logging.CreateLogger("Thesis.Dashboard.Otlp");
    private long _lastComplaint;

    /// <summary>Reads the ResourceSpans, ResourceLogs or ResourceMetrics messages of a request and stores their items.</summary>
    /// <exception cref="OtlpException">One cannot be read; nothing of the request was stored.</exception>
    /// <exception cref="IOException">The disk is full; nothing of the request was stored.</exception>
    public Received Receive(Signal signal, IEnumerable<ReadOnlyMemory<byte>> messages)
    {
        var decoder = Rent(signal);
        try
        {
            foreach (var message in messages)
            {
                decoder.Decode(message.Span);
            }

            Store(runs.Current, signal, decoder.Batch);
            return new Received(decoder.Rejected, decoder.Reason ?? "");
        }
        catch (IOException e)
        {
            Complain(e);
            throw;
        }
        finally
        {
            Return(signal, decoder);
        }
    }

    /// <summary>The ResourceX messages of an ExportXServiceRequest.</summary>
    /// <exception cref="OtlpException">It cannot be read.</exception>
    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> request)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        var reader = new ProtoReader(request.Span, "ExportServiceRequest");
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                messages.Add(request[reader.Range()]);
            }
            else
            {
                reader.Skip();
            }
        }

        return messages;
    }

    /// <summary>Stores a request in a run that is not the current one.</summary>
    /// <exception cref="OtlpException">It cannot be read.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static void ReceiveInto(RunStore run, Signal signal, ReadOnlyMemory<byte> request, TimeProvider time)
    {
        using var decoder = NewDecoder(run, signal, time);
        foreach (var message in Split(request))
        {
            decoder.Decode(message.Span);
            Store(run, signal, decoder.Batch);
            decoder.Clear();
        }
    }

    private static SignalDecoder NewDecoder(RunStore run, Signal signal, TimeProvider time) => signal switch
    {
        Signal.Traces => new SpanDecoder(run.Names, time),
        Signal.Logs => new LogDecoder(run.Names, time),
        _ => new MetricDecoder(run.Names, run.Series, time),
    };

    private static void Store(RunStore run, Signal signal, RecordBatch batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        switch (signal)
        {
            case Signal.Traces:
                run.AddSpans(batch);
                break;
            case Signal.Logs:
                run.AddLogs(batch);
                break;
            default:
                run.AddPoints(batch);
                break;
        }
    }

    private SignalDecoder Rent(Signal signal) =>
        _pools[(int)signal].TryTake(out var pooled) ? pooled : NewDecoder(runs.Current, signal, options.Time);

    private void Return(Signal signal, SignalDecoder decoder)
    {
        // One that grew for an unusual request is not kept.
        if (_pools[(int)signal].Count < PooledDecoders && decoder.Batch.Length < 2 << 20)
        {
            decoder.Clear();
            _pools[(int)signal].Add(decoder);
        }
        else
        {
            decoder.Dispose();
        }
    }

    private void Complain(IOException exception)
    {
        var now = options.Time.GetTimestamp();
        if (_lastComplaint == 0 || options.Time.GetElapsedTime(_lastComplaint, now) > TimeSpan.FromMinutes(1))
        {
            _lastComplaint = now;
            LogNotStored(_logger, exception, options.DataDirectory);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Telemetry cannot be stored in {Directory}; senders are asked to try again")]
    private static partial void LogNotStored(ILogger logger, Exception exception, string directory);
}
