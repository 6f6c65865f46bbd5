using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Thesis.Dashboard.Server;

/// <summary>What an address is for.</summary>
[Flags]
internal enum Door
{
    None = 0,

    /// <summary>Pages and API.</summary>
    Browser = 1,

    /// <summary>OTLP over HTTP.</summary>
    OtlpHttp = 2,

    /// <summary>OTLP over gRPC.</summary>
    OtlpGrpc = 4,
}

/// <summary>Through which address a request came.</summary>
internal static class Doors
{
    public const string Key = "thesis.dashboard.door";

    public static Door Of(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var door) == true && door is Door known ? known : Door.None;
}
