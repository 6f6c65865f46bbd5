namespace Aspire.Hosting;

/// <summary>How to make an application.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line.</summary>
    public string[]? Args { get; set; }

    /// <summary>The AppHost's assembly; the entry assembly when null.</summary>
    public string? AssemblyName { get; set; }

    /// <summary>The AppHost's directory; the one its assembly was built from when null.</summary>
    public string? ProjectDirectory { get; set; }

    /// <summary>Whether to do without the dashboard, and so without someone who could start failed resources again.</summary>
    public bool DisableDashboard { get; set; }

    /// <summary>Whether the dashboard may be reached without TLS.</summary>
    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether resources' logs go to the host's logger too.</summary>
    public bool EnableResourceLogging { get; set; }

    /// <summary>The registry that every container's image comes from instead of its own; null to leave them.</summary>
    public string? ContainerRegistryOverride { get; set; }

    /// <summary>Whether resources are made to trust the development certificate. Here none ever is: it would take away the trust in all others.</summary>
    public bool? TrustDeveloperCertificate { get; set; }

    /// <summary>Whether other resources than .NET projects end TLS with the development certificate. Here none does.</summary>
    public bool? DeveloperCertificateDefaultHttpsTerminationEnabled { get; set; }

    /// <summary>The application's name in the dashboard; the AppHost's when null.</summary>
    public string? DashboardApplicationName { get; set; }
}
