using Microsoft.AspNetCore.Http;
using Thesis.Grpc.Protocol;

namespace Thesis.Grpc.Server;

/// <summary>The HTTP side of an answer.</summary>
internal static class ServerResponse
{
    /// <summary>Turns away what is not gRPC over HTTP/2 or later, in plain HTTP.</summary>
    public static async ValueTask<bool> RefusedAsync(HttpContext http)
    {
        if (HttpProtocol.IsHttp10(http.Request.Protocol) || HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            await RefuseAsync(http, StatusCodes.Status426UpgradeRequired, "gRPC needs HTTP/2.");
            return true;
        }

        if (!ProtocolHeaders.IsGrpcContentType(http.Request.ContentType))
        {
            await RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, $"The content type must be {ProtocolHeaders.ContentType}.");
            return true;
        }

        return false;
    }

    public static void Prepare(HttpContext http)
    {
        http.Response.ContentType = ProtocolHeaders.ContentType;
        if (http.Request.Headers[ProtocolHeaders.Encoding].Count > 0)
        {
            http.Response.Headers[ProtocolHeaders.AcceptEncoding] = MessageCompression.Accepted;
        }
    }

    /// <summary>Sends the status: as headers when nothing was sent before (Trailers-Only), as trailers otherwise.</summary>
    public static void End(HttpResponse response, Status status, IEnumerable<Metadata.Entry> trailers)
    {
        Action<string, string> append = response.HasStarted
            ? (name, value) => response.AppendTrailer(name, value)
            : (name, value) => response.Headers.Append(name, value);
        append(ProtocolHeaders.Status, ((int)status.StatusCode).ToString());
        if (status.Detail.Length > 0)
        {
            append(ProtocolHeaders.Message, PercentEncoding.Encode(status.Detail));
        }

        foreach (var entry in trailers.Where(MetadataHeaders.CanSend))
        {
            append(entry.Key, MetadataHeaders.ToHeaderValue(entry));
        }
    }

    private static Task RefuseAsync(HttpContext http, int statusCode, string reason)
    {
        http.Response.StatusCode = statusCode;
        http.Response.ContentType = "text/plain";
        return http.Response.WriteAsync(reason, http.RequestAborted);
    }
}
