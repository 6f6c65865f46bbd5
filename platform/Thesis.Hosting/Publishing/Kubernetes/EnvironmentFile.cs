using Thesis.Hosting.Publishing.Deployment;
using Aspire.Hosting;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>The variables of a workload that are no secrets, as Kustomize reads them: a name and a value a line.</summary>
internal static class EnvironmentFile
{
    public static IReadOnlyDictionary<string, string> Plain(Workload workload, string application)
    {
        var variables = new OrderedDictionary<string, string>();
        foreach (var (name, variable) in workload.Variables.Where(v => v.Value.SecretKey is null))
        {
            variables[name] = variable.Text.Plain();
        }

        if (workload.IsOwn)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{KubernetesNames.Collector}:{KubernetesNames.CollectorPort}";
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_SERVICE_NAME"] = workload.Name;
        }

        return variables;
    }

    public static string Text(IReadOnlyDictionary<string, string> variables) => string.Concat(variables.Select(v =>
        v.Value.Contains('\n', StringComparison.Ordinal)
            ? throw new DistributedApplicationException($"The variable {v.Key} has several lines, which a ConfigMap made of lines cannot hold.")
            : $"{v.Key}={v.Value}\n"));
}
