using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>The objects of a workload without data of its own.</summary>
internal static class WorkloadObjects
{
    public static IEnumerable<Map> Of(string application, Workload workload)
    {
        yield return ServiceAccount(application, workload.Name);
        yield return Deployment(application, workload);
        if (workload.Ports.Count > 0)
        {
            yield return Service(application, workload, headless: false);
        }

        yield return DisruptionBudget(application, workload.Name);
        yield return NetworkPolicies.Of(application, workload);
    }

    /// <summary>An identity without rights, and without a token to steal.</summary>
    public static Map ServiceAccount(string application, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ServiceAccount",
        ["metadata"] = KubernetesNames.Metadata(application, name),
        ["automountServiceAccountToken"] = false,
    };

    public static Map Service(string application, Workload workload, bool headless) => KubernetesNames.Object(
        "v1",
        "Service",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["selector"] = KubernetesNames.Selector(workload.Name),
        }.With("clusterIP", headless ? "None" : null)
            .With("ports", workload.Ports.Select(p => new Map
            {
                ["name"] = p.Name,
                ["port"] = p.Port,
                ["targetPort"] = p.Name,
                ["protocol"] = "TCP",
                ["appProtocol"] = p.AppProtocol,
            }).ToArray()));

    public static Map DisruptionBudget(string application, string name) => KubernetesNames.Object(
        "policy/v1",
        "PodDisruptionBudget",
        KubernetesNames.Metadata(application, name),
        new Map
        {
            ["maxUnavailable"] = 1,
            ["selector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(name) },
        });

    private static Map Deployment(string application, Workload workload) => KubernetesNames.Object(
        "apps/v1",
        "Deployment",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["revisionHistoryLimit"] = 5,
            ["selector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(workload.Name) },
            ["strategy"] = new Map
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new Map { ["maxUnavailable"] = 0, ["maxSurge"] = "25%" },
            },
            ["template"] = PodTemplate.Of(application, workload),
        });

    /// <summary>Lets CPU and memory decide how many run, between the environment's bounds.</summary>
    public static Map Autoscaler(string application, Workload workload, EnvironmentSettings environment) => KubernetesNames.Object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["scaleTargetRef"] = environment.Rollouts && workload.Settings.Canary
                ? new Map { ["apiVersion"] = "argoproj.io/v1alpha1", ["kind"] = "Rollout", ["name"] = workload.Name }
                : new Map { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = workload.Name },
            ["minReplicas"] = environment.MinReplicas,
            ["maxReplicas"] = environment.MaxReplicas,
            ["metrics"] = (Map[])[Utilization("cpu", 70), Utilization("memory", 85)],
            ["behavior"] = new Map
            {
                // Up at once, down slowly: a dip between two waves must not cost the second its replicas.
                ["scaleDown"] = new Map { ["stabilizationWindowSeconds"] = 300 },
            },
        });

    private static Map Utilization(string resource, int percent) => new()
    {
        ["type"] = "Resource",
        ["resource"] = new Map
        {
            ["name"] = resource,
            ["target"] = new Map { ["type"] = "Utilization", ["averageUtilization"] = percent },
        },
    };
}
