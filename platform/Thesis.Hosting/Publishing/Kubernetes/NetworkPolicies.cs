using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>Nobody talks to anybody, but for name resolution, telemetry, and what the model's references need.</summary>
internal static class NetworkPolicies
{
    private const int DnsPort = 53;

    /// <summary>Forbids everything to every pod of the namespace, and then allows asking for names.</summary>
    public static IEnumerable<Map> Defaults(string application)
    {
        yield return Policy(application, "default-deny", [], ["Ingress", "Egress"], [], []);
        yield return Policy(application, "allow-dns", [], ["Egress"], [],
        [
            new Map
            {
                ["to"] = (Map[])[Namespace("kube-system")],
                ["ports"] = (Map[])[Port(DnsPort, "UDP"), Port(DnsPort, "TCP")],
            },
        ]);
    }

    /// <summary>What a workload may call: the endpoints that its variables and arguments lead to. What may call it is added to the called.</summary>
    public static Map Of(string application, Workload workload)
    {
        var egress = workload.Calls.Select(called => new Map
        {
            ["to"] = (Map[])[Pods(called.Key)],
            ["ports"] = called.Select(e => e.EndpointName).Distinct().Select(PortNamed).ToArray(),
        }).ToList();
        if (workload.IsOwn)
        {
            egress.Add(new Map { ["to"] = (Map[])[Pods(KubernetesNames.Collector)], ["ports"] = (Map[])[Port(KubernetesNames.CollectorPort, "TCP")] });
        }

        return Policy(application, workload.Name, KubernetesNames.Selector(workload.Name), ["Ingress", "Egress"], [], egress);
    }

    /// <summary>Lets those who call a workload in, each on the ports it needs.</summary>
    public static IEnumerable<Map> Callers(string application, Workload workload, IEnumerable<Workload> all, string? migrating)
    {
        var ingress = (from caller in all
                       let ports = caller.Calls[workload.Name].Select(e => e.EndpointName).Distinct().ToArray()
                       where ports.Length > 0
                       let names = caller.Name == migrating ? (string[])[caller.Name, KubernetesNames.MigrationJob] : [caller.Name]
                       select new Map { ["from"] = names.Select(Pods).ToArray(), ["ports"] = ports.Select(PortNamed).ToArray() }).ToList();
        if (workload.Ports.Where(p => p.IsExternal).ToArray() is { Length: > 0 } external)
        {
            ingress.Add(new Map { ["from"] = (Map[])[Namespace("ingress-nginx")], ["ports"] = external.Select(p => PortNamed(p.Name)).ToArray() });
        }

        if (ingress.Count > 0)
        {
            yield return Policy(application, $"{workload.Name}-callers", KubernetesNames.Selector(workload.Name), ["Ingress"], ingress, []);
        }
    }

    /// <summary>The migration job calls what the service it stands for calls.</summary>
    public static Map Migration(string application, Workload workload)
    {
        var policy = Of(application, workload);
        policy["metadata"] = KubernetesNames.Metadata(application, KubernetesNames.MigrationJob, "job");
        ((Map)policy["spec"])["podSelector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(KubernetesNames.MigrationJob) };
        return policy;
    }

    /// <summary>Lets workloads out of the cluster, to servers that the environment brings.</summary>
    /// <param name="application">The application.</param>
    /// <param name="name">The policy's name.</param>
    /// <param name="callers">Who may.</param>
    /// <param name="cidr">Where to.</param>
    /// <param name="ports">On which ports.</param>
    public static Map Outside(string application, string name, IEnumerable<string> callers, string cidr, IEnumerable<int> ports) => KubernetesNames.Object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        KubernetesNames.Metadata(application, name),
        new Map
        {
            ["podSelector"] = new Map
            {
                ["matchExpressions"] = (Map[])[new Map { ["key"] = "app.kubernetes.io/name", ["operator"] = "In", ["values"] = callers.ToArray() }],
            },
            ["policyTypes"] = (string[])["Egress"],
            ["egress"] = (Map[])
            [
                new Map
                {
                    ["to"] = (Map[])[new Map { ["ipBlock"] = new Map { ["cidr"] = cidr } }],
                    ["ports"] = ports.Distinct().Select(p => Port(p, "TCP")).ToArray(),
                },
            ],
        });

    public static Map Policy(string application, string name, Map podLabels, string[] types, List<Map> ingress, List<Map> egress) => KubernetesNames.Object(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        KubernetesNames.Metadata(application, name),
        new Map
        {
            ["podSelector"] = podLabels.Count == 0 ? [] : new Map { ["matchLabels"] = podLabels },
            ["policyTypes"] = types,
        }.With("ingress", ingress).With("egress", egress));

    public static Map Pods(string name) => new() { ["podSelector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(name) } };

    public static Map Namespace(string name) => new()
    {
        ["namespaceSelector"] = new Map { ["matchLabels"] = new Map { ["kubernetes.io/metadata.name"] = name } },
    };

    public static Map Port(int port, string protocol) => new() { ["protocol"] = protocol, ["port"] = port };

    private static Map PortNamed(string name) => new() { ["protocol"] = "TCP", ["port"] = name };
}
