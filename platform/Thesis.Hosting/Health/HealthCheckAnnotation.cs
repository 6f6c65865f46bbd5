namespace Aspire.Hosting.ApplicationModel;

/// <summary>A health check that a resource must pass.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name the check is registered with.</summary>
    public string Key { get; } = key;
}
