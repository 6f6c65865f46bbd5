using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Client;

/// <summary>How a call ended.</summary>
internal sealed record CallOutcome(Status Status, Metadata Trailers);

/// <summary>The HTTP side of a response.</summary>
internal static class ClientResponse
{
    /// <summary>The outcome that the headers alone tell: a Trailers-Only response, or one that is not gRPC. Null when messages follow.</summary>
    public static CallOutcome? OutcomeOfHeaders(HttpResponseMessage response)
    {
        if (Outcome(response.Headers) is { } trailersOnly)
        {
            return trailersOnly;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            var code = CodeOf(response.StatusCode);
            return new CallOutcome(new Status(code, $"HTTP status {(int)response.StatusCode}."), MetadataOf(response.Headers));
        }

        var contentType = response.Content.Headers.NonValidated.TryGetValues("content-type", out var values) ? values.ToString() : null;
        return ProtocolHeaders.IsGrpcContentType(contentType)
            ? null
            : new CallOutcome(new Status(StatusCode.Unknown, $"The response is '{contentType}', not gRPC."), MetadataOf(response.Headers));
    }

    /// <summary>The outcome that the trailers tell, once the body has been read to its end.</summary>
    public static CallOutcome OutcomeOfTrailers(HttpResponseMessage response) =>
        Outcome(response.TrailingHeaders)
        ?? new CallOutcome(new Status(StatusCode.Internal, "The response ended without a status."), []);

    public static Metadata MetadataOf(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(metadata, name, value);
            }
        }

        return metadata;
    }

    public static string? EncodingOf(HttpResponseMessage response) => Value(response.Headers, ProtocolHeaders.Encoding);

    /// <summary>What a failure below gRPC means for the call.</summary>
    public static Status StatusOf(Exception exception) => exception switch
    {
        RpcException e => e.Status,
        HttpProtocolException e => Of(e),
        HttpRequestException { InnerException: HttpProtocolException e } => Of(e),
        HttpIOException { InnerException: HttpProtocolException e } => Of(e),
        HttpRequestException or IOException => new Status(StatusCode.Unavailable, "The connection failed.", exception),
        OperationCanceledException { InnerException: TimeoutException } =>
            new Status(StatusCode.DeadlineExceeded, "HttpClient.Timeout passed before the response.", exception),
        OperationCanceledException => new Status(StatusCode.Cancelled, "The call was cancelled.", exception),
        _ => new Status(StatusCode.Internal, $"The call could not be made: {exception.Message}", exception),
    };

    // The codes of RFC 9113, section 7. NO_ERROR reaches us when the server goes away in good order.
    private static Status Of(HttpProtocolException exception)
    {
        var code = exception.ErrorCode switch
        {
            0x0 or 0x7 => StatusCode.Unavailable,
            0x8 => StatusCode.Cancelled,
            0xb => StatusCode.ResourceExhausted,
            0xc => StatusCode.PermissionDenied,
            _ => StatusCode.Internal,
        };
        return new Status(code, $"The server ended the stream with HTTP/2 error {exception.ErrorCode}.", exception);
    }

    private static StatusCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    private static CallOutcome? Outcome(HttpHeaders headers)
    {
        if (Value(headers, ProtocolHeaders.Status) is not { } text)
        {
            return null;
        }

        var code = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && Enum.IsDefined((StatusCode)number) ? (StatusCode)number : StatusCode.Unknown;
        var detail = PercentEncoding.Decode(Value(headers, ProtocolHeaders.Message) ?? "");
        return new CallOutcome(new Status(code, detail), MetadataOf(headers));
    }

    private static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
