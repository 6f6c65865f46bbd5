namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>Names that several objects share.</summary>
internal static class KubernetesNames
{
    public const string Secret = "secrets";
    public const string Collector = "otel-collector";
    public const int CollectorPort = 4317;
    public const string MigrationJob = "migrate";
    public const string InstanceVariable = "POD_NAME";

    public static string Config(string workload) => $"{workload}-config";

    public static Map Labels(string application, string name, string component) => new()
    {
        ["app.kubernetes.io/name"] = name,
        ["app.kubernetes.io/part-of"] = application,
        ["app.kubernetes.io/component"] = component,
        ["app.kubernetes.io/managed-by"] = "kustomize",
    };

    /// <summary>Selects a workload's pods.</summary>
    public static Map Selector(string name) => new() { ["app.kubernetes.io/name"] = name };

    public static Map Metadata(string application, string name, string component = "service") => new()
    {
        ["name"] = name,
        ["labels"] = Labels(application, name, component),
    };

    public static Map Object(string apiVersion, string kind, Map metadata, Map spec) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = metadata,
        ["spec"] = spec,
    };
}
