using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>Objects of controllers that an environment may have: Argo Rollouts, KEDA, External Secrets, an ingress.</summary>
internal static class ProductionObjects
{
    public const string Analysis = "error-rate";
    public const string QueueAuthentication = "queue";

    /// <summary>Takes a Deployment's pods over, and gives new versions a growing share while the error rate stays low.</summary>
    public static Map Rollout(string application, Workload workload) => KubernetesNames.Object(
        "argoproj.io/v1alpha1",
        "Rollout",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["revisionHistoryLimit"] = 5,
            ["selector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(workload.Name) },
            ["workloadRef"] = new Map { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = workload.Name, ["scaleDown"] = "onsuccess" },
            ["strategy"] = new Map
            {
                ["canary"] = new Map
                {
                    ["maxUnavailable"] = 0,
                    ["maxSurge"] = "25%",
                    ["steps"] = (Map[])
                    [
                        Weight(10), Pause("5m"), AnalysisStep(workload.Name), Weight(50), Pause("5m"), AnalysisStep(workload.Name),
                    ],
                },
            },
        });

    /// <summary>The share of requests that fail, from the metrics that the collector offers.</summary>
    public static Map AnalysisTemplate(string application, EnvironmentSettings environment) => KubernetesNames.Object(
        "argoproj.io/v1alpha1",
        "AnalysisTemplate",
        KubernetesNames.Metadata(application, Analysis),
        new Map
        {
            ["args"] = (Map[])[new Map { ["name"] = "service" }],
            ["metrics"] = (Map[])
            [
                new Map
                {
                    ["name"] = Analysis,
                    ["interval"] = "1m",
                    ["count"] = 5,
                    ["failureLimit"] = 1,
                    ["successCondition"] = "len(result) == 0 || isNaN(result[0]) || result[0] < 0.01",
                    ["provider"] = new Map
                    {
                        ["prometheus"] = new Map
                        {
                            ["address"] = environment.Prometheus,
                            ["query"] = "sum(rate(http_server_request_duration_seconds_count{service_name=\"{{args.service}}\",http_response_status_code=~\"5..\"}[5m]))"
                                + " / sum(rate(http_server_request_duration_seconds_count{service_name=\"{{args.service}}\"}[5m]))",
                        },
                    },
                },
            ],
        });

    /// <summary>Scales a workload by the length of its queue, and by CPU.</summary>
    public static Map ScaledObject(string application, Workload workload, QueueSettings queue, EnvironmentSettings environment) => KubernetesNames.Object(
        "keda.sh/v1alpha1",
        "ScaledObject",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["scaleTargetRef"] = new Map { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = workload.Name },
            ["minReplicaCount"] = environment.MinReplicas,
            ["maxReplicaCount"] = environment.MaxReplicas,
            ["cooldownPeriod"] = 300,
            ["triggers"] = (Map[])
            [
                new Map
                {
                    ["type"] = "postgresql",
                    ["metadata"] = new Map
                    {
                        ["query"] = queue.Query,
                        ["targetQueryValue"] = $"{queue.ItemsPerReplica}",
                    },
                    ["authenticationRef"] = new Map { ["name"] = QueueAuthentication },
                },
                new Map { ["type"] = "cpu", ["metricType"] = "Utilization", ["metadata"] = new Map { ["value"] = "70" } },
            ],
        });

    /// <summary>Lets KEDA ask the database, by a connection string of its own (in the form that its driver reads).</summary>
    public static Map TriggerAuthentication(string application) => KubernetesNames.Object(
        "keda.sh/v1alpha1",
        "TriggerAuthentication",
        KubernetesNames.Metadata(application, QueueAuthentication),
        new Map
        {
            ["secretTargetRef"] = (Map[])
            [
                new Map { ["parameter"] = "connection", ["name"] = KubernetesNames.Secret, ["key"] = "keda-connection" },
            ],
        });

    /// <summary>Copies secrets from the environment's store.</summary>
    public static Map ExternalSecret(string application, string environment, string store, IEnumerable<string> keys) => KubernetesNames.Object(
        "external-secrets.io/v1beta1",
        "ExternalSecret",
        KubernetesNames.Metadata(application, KubernetesNames.Secret),
        new Map
        {
            ["refreshInterval"] = "1h",
            ["secretStoreRef"] = new Map { ["kind"] = "ClusterSecretStore", ["name"] = store },
            ["target"] = new Map { ["name"] = KubernetesNames.Secret, ["creationPolicy"] = "Owner" },
            ["data"] = keys.Select(key => new Map
            {
                ["secretKey"] = key,
                ["remoteRef"] = new Map { ["key"] = $"{application}/{environment}/{key}" },
            }).ToArray(),
        });

    /// <summary>The public door.</summary>
    public static Map Ingress(string application, Workload workload, string host) => KubernetesNames.Object(
        "networking.k8s.io/v1",
        "Ingress",
        KubernetesNames.Metadata(application, workload.Name),
        new Map
        {
            ["ingressClassName"] = "nginx",
            ["tls"] = (Map[])[new Map { ["hosts"] = (string[])[host], ["secretName"] = $"{workload.Name}-tls" }],
            ["rules"] = (Map[])
            [
                new Map
                {
                    ["host"] = host,
                    ["http"] = new Map
                    {
                        ["paths"] = (Map[])
                        [
                            new Map
                            {
                                ["path"] = "/",
                                ["pathType"] = "Prefix",
                                ["backend"] = new Map
                                {
                                    ["service"] = new Map
                                    {
                                        ["name"] = workload.Name,
                                        ["port"] = new Map { ["name"] = workload.Ports.First(p => p.IsExternal).Name },
                                    },
                                },
                            },
                        ],
                    },
                },
            ],
        });

    private static Map Weight(int percent) => new() { ["setWeight"] = percent };

    private static Map Pause(string duration) => new() { ["pause"] = new Map { ["duration"] = duration } };

    private static Map AnalysisStep(string service) => new()
    {
        ["analysis"] = new Map
        {
            ["templates"] = (Map[])[new Map { ["templateName"] = Analysis }],
            ["args"] = (Map[])[new Map { ["name"] = "service", ["value"] = service }],
        },
    };
}
