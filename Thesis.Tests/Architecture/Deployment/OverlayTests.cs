using System.Text.Json.Nodes;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>What <c>kubectl apply -k</c> would apply.</summary>
public sealed class OverlayTests
{
    /// <summary>What an environment adds to the base.</summary>
    private static readonly string[] _own =
    [
        "Authentication__Issuer", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_TRACES_SAMPLER_ARG",
        "Identity__DemoPassword", "Identity__KeyCertificate", "Identity__KeyCertificatePassword",
    ];

    private static readonly string[] _servers = ["postgres", "redis"];

    public static TheoryData<string> Overlays => [.. Cluster.Overlays];

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task An_overlay_runs_the_base_and_changes_no_variable_but_its_own(string overlay)
    {
        var (cluster, files) = (await Cluster.OverlayAsync(overlay), Cluster.FromFiles());

        Assert.Equal(
            files.Workloads().Keys.Where(w => overlay == "dev" || !_servers.Contains(w)).Order(),
            cluster.Workloads().Keys.Order());
        Assert.All(cluster.Workloads().Keys, workload =>
            Assert.Equal(Shared(files.ContainerOf(workload)), Shared(cluster.ContainerOf(workload))));
    }

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task Every_selector_matches_a_pod_template(string overlay)
    {
        var cluster = await Cluster.OverlayAsync(overlay);
        var pods = cluster.Workloads().Keys.ToDictionary(w => w, w => cluster.ContainerOf(w).Pod["metadata"]!["labels"].Pairs());

        Assert.All(cluster.OfKind("Service"), service =>
            Assert.Equal([Cluster.NameOf(service)], from pod in pods where !service["spec"]!["selector"].Pairs().Except(pod.Value).Any() select pod.Key));
        Assert.All(cluster.Objects.Where(o => o.Text("kind") is "Deployment" or "StatefulSet" or "PodDisruptionBudget"), o =>
            Assert.Equal([Cluster.NameOf(o)], from pod in pods where Cluster.Matches(o["spec"]!["selector"], pod.Value) select pod.Key));
        Assert.All(Selectors(cluster), selector => Assert.Contains(pods.Values, labels => Cluster.Matches(selector, labels)));
        Assert.All(cluster.OfKind("HorizontalPodAutoscaler"), o => cluster.One(o.Text("spec", "scaleTargetRef", "kind")!, o.Text("spec", "scaleTargetRef", "name")!));
    }

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task Every_secret_is_documented_and_every_other_reference_is_there(string overlay)
    {
        var cluster = await Cluster.OverlayAsync(overlay);
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "kubernetes.md"));

        Assert.Empty(cluster.OfKind("Secret"));
        Assert.All(cluster.Objects.SelectMany(Yaml.Objects), o =>
        {
            if (o["secretKeyRef"] is { } secret)
            {
                Assert.Contains($"| `{secret.Text("name")}` | `{secret.Text("key")}` |", guide, StringComparison.Ordinal);
            }

            if (o["secretName"] is { } name)
            {
                Assert.Contains($"| `{(string?)name}` |", guide, StringComparison.Ordinal);
            }

            if (o["configMapRef"] is { } map)
            {
                cluster.One("ConfigMap", map.Text("name")!);
            }

            if (o.Text("serviceAccountName") is { } account)
            {
                cluster.One("ServiceAccount", account);
            }
        });
        Assert.All(cluster.OfKind("Ingress").SelectMany(Yaml.Objects).Where(o => o.ContainsKey("service")), o =>
            Assert.Contains(cluster.One("Service", o.Text("service", "name")!)["spec"]!["ports"].Items(), p => p.Text("name") == o.Text("service", "port", "name")));
    }

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task Every_container_is_bounded_watched_and_has_no_rights(string overlay)
    {
        var cluster = await Cluster.OverlayAsync(overlay);

        Assert.All(cluster.Workloads(), workload =>
        {
            var (container, pod, _) = cluster.ContainerOf(workload.Key);
            Assert.Equal(["cpu", "memory"], container["resources"]!["requests"].Pairs().Keys.Order());
            Assert.Equal(["cpu", "memory"], container["resources"]!["limits"].Pairs().Keys.Order());
            Assert.Equal(workload.Value.Text("kind") != "Job", new[] { "startupProbe", "livenessProbe", "readinessProbe" }.All(p => container[p] is not null));
            Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal(["ALL"], container["securityContext"]!["capabilities"]!["drop"].Texts());
            Assert.Contains(container["volumeMounts"].Items(), v => v.Text("mountPath") == "/tmp");
            Assert.Equal("true", pod.Text("spec", "securityContext", "runAsNonRoot"));
            Assert.Equal("RuntimeDefault", pod.Text("spec", "securityContext", "seccompProfile", "type"));
            Assert.Equal("false", pod.Text("spec", "automountServiceAccountToken"));
            Assert.DoesNotContain(":latest", container.Text("image"), StringComparison.Ordinal);
            Assert.Contains(':', container.Text("image")!);
        });
        Assert.Equal("restricted", cluster.OfKind("Namespace").Single()["metadata"]!["labels"].Pairs()["pod-security.kubernetes.io/enforce"]);
    }

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task Everything_is_denied_that_no_policy_allows(string overlay)
    {
        var spec = (await Cluster.OverlayAsync(overlay)).One("NetworkPolicy", "deny-all")["spec"]!;

        Assert.Empty(spec["podSelector"]!.AsObject());
        Assert.Equal(["Ingress", "Egress"], spec["policyTypes"].Texts());
        Assert.Null(spec["ingress"]);
        Assert.Null(spec["egress"]);
    }

    [KustomizeTheory, MemberData(nameof(Overlays))]
    public async Task Browsers_are_sent_to_the_overlays_own_address(string overlay)
    {
        var cluster = await Cluster.OverlayAsync(overlay);
        var issuer = new Uri(cluster.ContainerOf("bff").Environment["Authentication__Issuer"]);

        Assert.Equal(
            overlay == "dev" ? ["localhost"] : cluster.OfKind("Ingress").SelectMany(i => i["spec"]!["rules"].Items()).Select(r => r.Text("host")),
            [issuer.Host]);
        Assert.Equal(overlay == "dev" ? "http" : "https", issuer.Scheme);
    }

    private static IEnumerable<KeyValuePair<string, string>> Shared(Container container) =>
        container.Environment.Where(v => !_own.Contains(v.Key)).OrderBy(v => v.Key);

    /// <summary>The pods that policies and spread constraints speak of, except those of other namespaces.</summary>
    private static IEnumerable<JsonNode> Selectors(Cluster cluster) =>
        from o in cluster.Objects.SelectMany(Yaml.Objects)
        where !o.ContainsKey("namespaceSelector")
        from name in new[] { "podSelector", "labelSelector" }
        let selector = o[name]
        where selector is not null
        select selector;
}
