namespace Thesis.Grpc.Protocol;

/// <summary>The header names that gRPC and HTTP keep to themselves.</summary>
internal static class ProtocolHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Te = "te";
    public const string Trailers = "trailers";

    public static bool IsReserved(string lowerCaseName) => lowerCaseName is
        Status or Message or Timeout or Encoding or AcceptEncoding or Te
        or "content-type" or "content-length" or "transfer-encoding" or "connection" or "keep-alive"
        or "proxy-connection" or "upgrade" or "host" or "date" or "server";

    /// <summary><c>application/grpc</c>, alone or with a subtype such as <c>+proto</c>; not <c>application/grpc-web</c>.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';');
}
