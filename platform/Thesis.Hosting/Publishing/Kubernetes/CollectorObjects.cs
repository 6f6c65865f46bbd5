using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>The OpenTelemetry collector: takes telemetry by OTLP, offers metrics to Prometheus, sends the rest on.</summary>
internal static class CollectorObjects
{
    public const string ConfigFile = "otel-collector.yaml";

    private const int HealthPort = 13133;
    private const int PrometheusPort = 8889;
    private const int UserId = 10001;

    /// <summary>What the collector does. Where traces and logs go is a variable, so that each environment says it.</summary>
    public static Map Configuration() => new()
    {
        ["extensions"] = new Map { ["health_check"] = new Map { ["endpoint"] = $"0.0.0.0:{HealthPort}" } },
        ["receivers"] = new Map
        {
            ["otlp"] = new Map { ["protocols"] = new Map { ["grpc"] = new Map { ["endpoint"] = $"0.0.0.0:{KubernetesNames.CollectorPort}" } } },
        },
        ["processors"] = new Map
        {
            ["memory_limiter"] = new Map { ["check_interval"] = "1s", ["limit_percentage"] = 80, ["spike_limit_percentage"] = 20 },
            ["batch"] = new Map { ["send_batch_max_size"] = 8192 },
        },
        ["exporters"] = new Map
        {
            ["prometheus"] = new Map { ["endpoint"] = $"0.0.0.0:{PrometheusPort}", ["resource_to_telemetry_conversion"] = new Map { ["enabled"] = true } },
            ["otlp"] = new Map { ["endpoint"] = "${env:BACKEND_OTLP_ENDPOINT}", ["sending_queue"] = new Map { ["queue_size"] = 5000 } },
        },
        ["service"] = new Map
        {
            ["extensions"] = (string[])["health_check"],
            ["pipelines"] = new Map
            {
                ["traces"] = Pipeline("otlp"),
                ["logs"] = Pipeline("otlp"),
                ["metrics"] = Pipeline("prometheus"),
            },
        },
    };

    public static IEnumerable<Map> Of(string application, DeploymentSettings settings, IEnumerable<string> senders)
    {
        yield return WorkloadObjects.ServiceAccount(application, KubernetesNames.Collector);
        yield return Deployment(application, settings);
        yield return KubernetesNames.Object(
            "v1",
            "Service",
            KubernetesNames.Metadata(application, KubernetesNames.Collector, "telemetry"),
            new Map
            {
                ["selector"] = KubernetesNames.Selector(KubernetesNames.Collector),
                ["ports"] = (Map[])
                [
                    ServicePort("otlp-grpc", KubernetesNames.CollectorPort, "kubernetes.io/h2c"),
                    ServicePort("metrics", PrometheusPort, "http"),
                ],
            });
        yield return WorkloadObjects.DisruptionBudget(application, KubernetesNames.Collector);
        yield return NetworkPolicies.Policy(
            application,
            KubernetesNames.Collector,
            KubernetesNames.Selector(KubernetesNames.Collector),
            ["Ingress", "Egress"],
            [
                new Map
                {
                    ["from"] = senders.Select(NetworkPolicies.Pods).ToArray(),
                    ["ports"] = (Map[])[NetworkPolicies.Port(KubernetesNames.CollectorPort, "TCP")],
                },
                new Map
                {
                    ["from"] = (Map[])[NetworkPolicies.Namespace("monitoring")],
                    ["ports"] = (Map[])[NetworkPolicies.Port(PrometheusPort, "TCP")],
                },
            ],
            [
                new Map
                {
                    ["to"] = (Map[])[NetworkPolicies.Namespace("monitoring")],
                    ["ports"] = (Map[])[NetworkPolicies.Port(KubernetesNames.CollectorPort, "TCP")],
                },
            ]);
    }

    private static Map Deployment(string application, DeploymentSettings settings) => KubernetesNames.Object(
        "apps/v1",
        "Deployment",
        KubernetesNames.Metadata(application, KubernetesNames.Collector, "telemetry"),
        new Map
        {
            ["replicas"] = 2,
            ["selector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(KubernetesNames.Collector) },
            ["template"] = new Map
            {
                ["metadata"] = new Map { ["labels"] = KubernetesNames.Labels(application, KubernetesNames.Collector, "telemetry") },
                ["spec"] = new Map
                {
                    ["serviceAccountName"] = KubernetesNames.Collector,
                    ["automountServiceAccountToken"] = false,
                    ["enableServiceLinks"] = false,
                    ["securityContext"] = PodTemplate.PodSecurity(UserId),
                    ["topologySpreadConstraints"] = PodTemplate.TopologySpread(KubernetesNames.Collector),
                    ["containers"] = (Map[])[Container(settings)],
                    ["volumes"] = (Map[])
                    [
                        new Map { ["name"] = "config", ["configMap"] = new Map { ["name"] = KubernetesNames.Config(KubernetesNames.Collector) } },
                        new Map { ["name"] = "tmp", ["emptyDir"] = new Map { ["sizeLimit"] = "64Mi" } },
                    ],
                },
            },
        });

    private static Map Container(DeploymentSettings settings) => new()
    {
        ["name"] = KubernetesNames.Collector,
        ["image"] = settings.CollectorImage,
        ["args"] = (string[])[$"--config=/etc/otel/{ConfigFile}"],
        ["env"] = (Map[])[new Map { ["name"] = "BACKEND_OTLP_ENDPOINT", ["value"] = "http://telemetry.monitoring:4317" }],
        ["ports"] = (Map[])
        [
            new Map { ["name"] = "otlp-grpc", ["containerPort"] = KubernetesNames.CollectorPort },
            new Map { ["name"] = "metrics", ["containerPort"] = PrometheusPort },
            new Map { ["name"] = "health", ["containerPort"] = HealthPort },
        ],
        ["startupProbe"] = Probe(2, 30),
        ["livenessProbe"] = Probe(10, 3),
        ["readinessProbe"] = Probe(5, 3),
        ["resources"] = new Map
        {
            ["requests"] = new Map { ["cpu"] = "100m", ["memory"] = "256Mi" },
            ["limits"] = new Map { ["memory"] = "256Mi" },
        },
        ["securityContext"] = PodTemplate.ContainerSecurity(),
        ["volumeMounts"] = (Map[])
        [
            new Map { ["name"] = "config", ["mountPath"] = "/etc/otel", ["readOnly"] = true },
            new Map { ["name"] = "tmp", ["mountPath"] = "/tmp" },
        ],
    };

    private static Map Probe(int periodSeconds, int failures) => new()
    {
        ["httpGet"] = new Map { ["path"] = "/", ["port"] = "health" },
        ["periodSeconds"] = periodSeconds,
        ["failureThreshold"] = failures,
    };

    private static Map ServicePort(string name, int port, string protocol) => new()
    {
        ["name"] = name,
        ["port"] = port,
        ["targetPort"] = name,
        ["appProtocol"] = protocol,
    };

    private static Map Pipeline(string exporter) => new()
    {
        ["receivers"] = (string[])["otlp"],
        ["processors"] = (string[])["memory_limiter", "batch"],
        ["exporters"] = (string[])[exporter],
    };
}
