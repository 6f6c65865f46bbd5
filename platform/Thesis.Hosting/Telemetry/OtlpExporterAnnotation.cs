namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource sends telemetry.</summary>
public class OtlpExporterAnnotation : IResourceAnnotation
{
    /// <summary>How it must be sent; as the collector prefers when null.</summary>
    public OtlpProtocol? RequiredProtocol { get; init; }
}
