using System.Diagnostics;
using System.IO.Pipelines;
using Google.Protobuf;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Client;

/// <summary>
/// One call, from its request to its outcome. The first outcome stands: a status from the server, a failure of the
/// transport, the deadline, a cancellation; whatever happens after it changes nothing.
/// </summary>
internal sealed class ClientCall<TResponse> : IDisposable
    where TResponse : class, IMessage<TResponse>
{
    private readonly HttpClient _client;
    private readonly Uri _uri;
    private readonly string _service;
    private readonly string _method;
    private readonly MessageParser<TResponse> _parser;
    private readonly GrpcChannelOptions _options;
    private readonly CallOptions _callOptions;
    private readonly Activity? _activity;
    private readonly long _started;

    // Never disposed of: the deadline's timer may still fire while the call ends, and this one holds nothing to free.
    private readonly CancellationTokenSource _aborted = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer? _timer;
    private HttpResponseMessage? _response;
    private PipeReader? _body;
    private CallOutcome? _outcome;
    private int _reading;

    public ClientCall(
        HttpClient client, Uri uri, string service, string method, MessageParser<TResponse> parser, GrpcChannelOptions options, CallOptions callOptions)
    {
        (_client, _uri, _service, _method, _parser, _options, _callOptions) = (client, uri, service, method, parser, options, callOptions);
        _started = options.TimeProvider.GetTimestamp();
        _activity = GrpcTelemetry.StartClient(service, method, uri);
        _registration = callOptions.CancellationToken.UnsafeRegister(static call => ((ClientCall<TResponse>?)call)?.Cancel(), this);
        if (TimeLeft() is not { } left)
        {
            return;
        }

        if (left == TimeSpan.Zero)
        {
            Expire();
        }
        else
        {
            _timer = options.TimeProvider.CreateTimer(
                static call => ((ClientCall<TResponse>?)call)?.Expire(),
                this,
                left > GrpcTimeout.Longest ? GrpcTimeout.Longest : left,
                Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The metadata ahead of the messages; fails when the call ends without any.</summary>
    public Task<Metadata> ResponseHeaders { get; private set; } = Task.FromResult(new Metadata());

    public CallOutcome Outcome => _outcome ?? throw new InvalidOperationException("The call has not ended.");

    public void Start(IMessage request)
    {
        ResponseHeaders = SendAsync(request);

        // Whoever reads the call learns of the failure; nobody has to ask for the headers as well.
        _ = ResponseHeaders.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>The next message; null at the end of a call that ended with OK.</summary>
    public async ValueTask<TResponse?> ReadAsync()
    {
        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            throw new InvalidOperationException("The previous read has not ended yet.");
        }

        try
        {
            await ResponseHeaders;
            if (_outcome is null && _body is not null && _response is not null)
            {
                var message = await MessageFrame.ReadAsync(
                    _body, _parser, _options.MaxReceiveMessageSize, ClientResponse.EncodingOf(_response), _aborted.Token);
                if (message is not null)
                {
                    return message;
                }

                End(ClientResponse.OutcomeOfTrailers(_response));
            }

            return Outcome.Status.StatusCode == StatusCode.OK ? null : throw Failure();
        }
        catch (Exception e) // Whatever the transport throws becomes the call's outcome.
        {
            throw FailedBy(e);
        }
        finally
        {
            Interlocked.Exchange(ref _reading, 0);
        }
    }

    /// <summary>The one message of a unary call.</summary>
    public async ValueTask<TResponse> ReadSingleAsync()
    {
        var message = await ReadAsync();
        if (message is not null && await ReadAsync() is null)
        {
            return message;
        }

        throw new RpcException(new Status(
            StatusCode.Unimplemented, $"The server answered a unary call with {(message is null ? "no message" : "several messages")}."));
    }

    public void Cancel() => Abort(new Status(StatusCode.Cancelled, "The call was cancelled."));

    public void Dispose()
    {
        if (_outcome is null)
        {
            Cancel();
        }

        _response?.Dispose();
    }

    private async Task<Metadata> SendAsync(IMessage message)
    {
        // HttpClient sends the trace context of the current span.
        Activity.Current = _activity ?? Activity.Current;
        try
        {
            _aborted.Token.ThrowIfCancellationRequested();
            using var request = ClientRequest.Create(
                _uri, message, _options.MaxSendMessageSize, _callOptions.Headers, TimeLeft());
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _aborted.Token);
            _response = response;
            if (ClientResponse.OutcomeOfHeaders(response) is { } outcome)
            {
                End(outcome);
                return outcome.Status.StatusCode == StatusCode.OK ? outcome.Trailers : throw Failure();
            }

            _body = PipeReader.Create(
                await response.Content.ReadAsStreamAsync(_aborted.Token), new StreamPipeReaderOptions(bufferSize: 16 * 1024));
            return ClientResponse.MetadataOf(response.Headers);
        }
        catch (Exception e) // Whatever the transport throws becomes the call's outcome.
        {
            throw FailedBy(e);
        }
    }

    private TimeSpan? TimeLeft()
    {
        if (_callOptions.Deadline is not { } deadline || deadline == DateTime.MaxValue)
        {
            return null;
        }

        var left = deadline.ToUniversalTime() - _options.TimeProvider.GetUtcNow().UtcDateTime;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Expire() => Abort(new Status(StatusCode.DeadlineExceeded, "The deadline passed."));

    private void Abort(Status status)
    {
        End(new CallOutcome(status, []));
        _aborted.Cancel();
        _response?.Dispose();
    }

    private void End(CallOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is not null)
        {
            return;
        }

        _timer?.Dispose();
        _registration.Unregister();
        GrpcTelemetry.EndClient(_activity, _service, _method, outcome.Status, _options.TimeProvider.GetElapsedTime(_started));
    }

    private Exception FailedBy(Exception exception)
    {
        if (exception is RpcException && _outcome is { Status.StatusCode: not StatusCode.OK })
        {
            return exception;
        }

        End(new CallOutcome(ClientResponse.StatusOf(exception), []));
        _response?.Dispose();
        return Failure();
    }

    private Exception Failure() =>
        _options.ThrowOperationCanceledOnCancellation && _callOptions.CancellationToken.IsCancellationRequested
            && Outcome.Status.StatusCode == StatusCode.Cancelled
            ? new OperationCanceledException(_callOptions.CancellationToken)
            : new RpcException(Outcome.Status, Outcome.Trailers);
}
