using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Thesis.Dashboard.Otlp.Logs;
using Thesis.Dashboard.Otlp.Metrics;
using Thesis.Dashboard.Otlp.Trace;

namespace Thesis.Dashboard.Otlp;

/// <summary>OTLP over HTTP: protobuf or JSON, packed or not.</summary>
internal sealed class OtlpHttpEndpoints(TelemetryReceiver receiver, OtlpAccess access)
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";
    private const int InvalidArgument = 3; // google.rpc.Code, which OTLP's errors carry.
    private const int Unavailable = 14;
    private readonly BodyBudget _budget = new();

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var signal in Enum.GetValues<Signal>())
        {
            var path = $"/v1/{signal.ToString().ToLowerInvariant()}";
            app.MapPost(path, http => ReceiveAsync(http, signal));
            app.MapMethods(path, [HttpMethods.Options], http =>
            {
                http.Response.StatusCode = access.AllowOrigin(http) ? StatusCodes.Status204NoContent : StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            });
        }
    }

    private async Task ReceiveAsync(HttpContext http, Signal signal)
    {
        access.AllowOrigin(http);
        var isJson = http.Request.ContentType?.StartsWith(Json, StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isJson && http.Request.ContentType?.StartsWith(Protobuf, StringComparison.OrdinalIgnoreCase) != true)
        {
            await AnswerAsync(http, true, StatusCodes.Status415UnsupportedMediaType, InvalidArgument, $"content-type must be {Protobuf} or {Json}.");
            return;
        }

        if (!access.HasKey(http))
        {
            await AnswerAsync(http, isJson, StatusCodes.Status401Unauthorized, 16, $"{OtlpAccess.KeyHeader} is missing or wrong.");
            return;
        }

        try
        {
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = RequestBody.MaxBytes;
            }

            using var body = await RequestBody.ReadAsync(http.Request, _budget, http.RequestAborted);
            var bytes = isJson ? OtlpJson.ToProto(signal, body.Bytes) : body.Bytes;
            var received = receiver.Receive(signal, TelemetryReceiver.Split(bytes));
            await AnswerAsync(http, isJson, signal, received);
        }
        catch (OtlpException e)
        {
            await AnswerAsync(http, isJson, StatusCodes.Status400BadRequest, InvalidArgument, e.Message);
        }
        catch (BodyException e)
        {
            await AnswerAsync(http, isJson, e.Status, e.Status == StatusCodes.Status503ServiceUnavailable ? Unavailable : InvalidArgument, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(http, isJson, e.StatusCode, InvalidArgument, e.Message);
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            await AnswerAsync(http, isJson, StatusCodes.Status503ServiceUnavailable, Unavailable, "The dashboard's disk is full.");
        }
    }

    private static Task AnswerAsync(HttpContext http, bool isJson, Signal signal, Received received)
    {
        var rejected = received.Rejected;
        IMessage response = signal switch
        {
            Signal.Traces => new ExportTraceServiceResponse { PartialSuccess = rejected == 0 ? null : new() { RejectedSpans = rejected, ErrorMessage = received.Reason } },
            Signal.Logs => new ExportLogsServiceResponse { PartialSuccess = rejected == 0 ? null : new() { RejectedLogRecords = rejected, ErrorMessage = received.Reason } },
            _ => new ExportMetricsServiceResponse { PartialSuccess = rejected == 0 ? null : new() { RejectedDataPoints = rejected, ErrorMessage = received.Reason } },
        };
        http.Response.ContentType = isJson ? Json : Protobuf;
        return isJson
            ? http.Response.WriteAsync(JsonFormatter.Default.Format(response), http.RequestAborted)
            : http.Response.Body.WriteAsync(response.ToByteArray(), http.RequestAborted).AsTask();
    }

    /// <summary>An error as OTLP wants it: google.rpc.Status in the format of the request.</summary>
    private static async Task AnswerAsync(HttpContext http, bool isJson, int status, int code, string message)
    {
        http.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        http.Response.ContentType = isJson ? Json : Protobuf;
        using var body = new MemoryStream();
        if (isJson)
        {
            await using var json = new Utf8JsonWriter(body);
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
        }
        else
        {
            using var proto = new CodedOutputStream(body, leaveOpen: true);
            proto.WriteTag(1, WireFormat.WireType.Varint);
            proto.WriteInt32(code);
            proto.WriteTag(2, WireFormat.WireType.LengthDelimited);
            proto.WriteString(message);
        }

        await http.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), http.RequestAborted);
    }
}
