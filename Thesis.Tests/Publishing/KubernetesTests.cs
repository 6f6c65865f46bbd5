using System.Text.Json.Nodes;
using Thesis.Publishing.Tests.Support;

namespace Thesis.Publishing.Tests;

/// <summary>
/// Each environment's overlay as a cluster would get it: rendered by kubectl, checked against the schemas of Kubernetes,
/// Argo Rollouts, KEDA and External Secrets, and against the rules of the house.
/// </summary>
[Collection(Published.Collection)]
public sealed class KubernetesTests(Published published)
{
    public static TheoryData<string> Overlays => ["dev", "staging", "production"];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_object_keeps_to_its_published_schema(string overlay) =>
        Assert.True((await published.RenderAsync(overlay)).Count > 30);

    [Fact]
    public async Task An_object_that_breaks_its_schema_is_found()
    {
        var file = await published.RenderToFileAsync("production");
        var spoilt = Path.Combine(published.Root, "spoilt.yaml");
        await File.WriteAllTextAsync(spoilt, (await File.ReadAllTextAsync(file)).Replace("containerPort: 8080", "containerPort: eighty", StringComparison.Ordinal));

        var (exitCode, output) = await Validation.RunAsync("kubernetes", spoilt);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("containerPort", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Nothing_runs_as_root_or_may_change_its_image(string overlay)
    {
        foreach (var (name, pod) in Pods(await published.RenderAsync(overlay)))
        {
            var rules = pod.At("securityContext");
            Assert.True(rules.Text("runAsNonRoot") == "true", $"{name} may run as root");
            Assert.True(int.Parse(rules.Text("runAsUser"), null) >= 999, $"{name} runs as {rules.Text("runAsUser")}");
            Assert.Equal("RuntimeDefault", rules.Text("seccompProfile", "type"));
            Assert.Equal("false", pod.Text("automountServiceAccountToken"));
            Assert.NotEqual("", pod.Text("serviceAccountName"));
            Assert.Null(pod.At("hostNetwork"));
            foreach (var container in pod.Items("containers"))
            {
                Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
                Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
                Assert.Equal("ALL", container.Items("securityContext", "capabilities", "drop").Single().ToString());
                Assert.DoesNotContain(":latest", container.Text("image"), StringComparison.Ordinal);
                Assert.Contains(container.Items("volumeMounts"), m => m.Text("mountPath") == "/tmp");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Every_container_is_asked_for_its_health_and_has_its_size(string overlay)
    {
        foreach (var (name, pod) in Pods(await published.RenderAsync(overlay)).Where(p => p.Name != "Job migrate"))
        {
            foreach (var container in pod.Items("containers"))
            {
                Assert.All(["startupProbe", "livenessProbe", "readinessProbe"], probe => Assert.True(container.At(probe) is not null, $"{name} has no {probe}"));
                Assert.NotEqual("", container.Text("resources", "requests", "cpu"));
                Assert.Equal(container.Text("resources", "requests", "memory"), container.Text("resources", "limits", "memory"));
            }
        }
    }

    [Fact]
    public async Task Services_are_asked_whether_they_are_ready_and_whether_they_live()
    {
        var pod = Pods(await published.RenderAsync("production")).Single(p => p.Name == "Deployment bff").Pod;
        var container = pod.Items("containers").Single();

        Assert.Equal("/health", container.Text("readinessProbe", "httpGet", "path"));
        Assert.Equal("/alive", container.Text("livenessProbe", "httpGet", "path"));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task No_file_holds_a_secret(string overlay)
    {
        var objects = await published.RenderAsync(overlay);

        Assert.DoesNotContain(objects, o => o.Text("kind") == "Secret");
        foreach (var variable in objects.Where(o => o.Text("kind") == "ConfigMap").SelectMany(o => o.At("data")?.AsObject() ?? []).Select(p => p.Key)
            .Concat(Pods(objects).SelectMany(p => p.Pod.Items("containers")).SelectMany(c => c.Items("env")).Where(e => e.At("value") is not null).Select(e => e.Text("name"))))
        {
            Assert.DoesNotMatch("(?i)password|secret|connectionstrings", variable);
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Whatever_a_pod_refers_to_is_there(string overlay)
    {
        var objects = await published.RenderAsync(overlay);
        var names = objects.Select(o => $"{o.Text("kind")} {o.Text("metadata", "name")}").ToHashSet();
        var provided = SecretKeys(overlay, objects);
        foreach (var (name, pod) in Pods(objects))
        {
            Assert.Contains($"ServiceAccount {pod.Text("serviceAccountName")}", names);
            foreach (var container in pod.Items("containers"))
            {
                Assert.All(container.Items("envFrom"), e => Assert.Contains($"ConfigMap {e.Text("configMapRef", "name")}", names));
                Assert.All(
                    container.Items("env").Where(e => e.At("valueFrom", "secretKeyRef") is not null),
                    e => Assert.True(provided.Contains(e.Text("valueFrom", "secretKeyRef", "key")), $"{name}: nobody provides {e.Text("valueFrom", "secretKeyRef", "key")}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Traffic_is_denied_unless_both_ends_allow_it(string overlay)
    {
        var objects = await published.RenderAsync(overlay);
        var policies = objects.Where(o => o.Text("kind") == "NetworkPolicy").ToList();
        var deny = policies.Single(p => p.Text("metadata", "name") == "default-deny");

        Assert.Empty(deny.At("spec", "podSelector")?.AsObject() ?? []);
        Assert.Equal(["Ingress", "Egress"], deny.Items("spec", "policyTypes").Select(t => t.ToString()));
        Assert.Null(deny.At("spec", "ingress"));
        Assert.Null(deny.At("spec", "egress"));
        foreach (var name in PodNames(objects))
        {
            Assert.Contains(policies, p => p.Text("spec", "podSelector", "matchLabels", "app.kubernetes.io/name") == name);
        }

        // A way out that nobody lets in is useless, and a way in that nobody may take is too much.
        var deployed = PodNames(objects).ToHashSet();
        Assert.Equal(Edges(policies, "egress", deployed).Order(), Edges(policies, "ingress", deployed).Order());
    }

    [Fact]
    public async Task Only_what_the_model_refers_to_may_be_called()
    {
        var objects = await published.RenderAsync("dev");
        var edges = Edges([.. objects.Where(o => o.Text("kind") == "NetworkPolicy")], "egress", [.. PodNames(objects)]).ToList();

        Assert.Contains("bff->redis:tcp", edges);
        Assert.Contains("services->postgres:tcp", edges);
        Assert.Contains("migrate->postgres:tcp", edges);
        Assert.DoesNotContain("bff->postgres:tcp", edges);
        Assert.DoesNotContain(edges, e => e.StartsWith("idp->", StringComparison.Ordinal) && !e.Contains("otel-collector", StringComparison.Ordinal));
        Assert.DoesNotContain(edges, e => e.StartsWith("postgres->", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ports_are_named_for_a_mesh_and_lead_to_containers()
    {
        var objects = await published.RenderAsync("dev");
        var containers = Pods(objects).ToDictionary(p => p.Name.Split(' ')[1], p => p.Pod.Items("containers").Single());
        foreach (var service in objects.Where(o => o.Text("kind") == "Service"))
        {
            foreach (var port in service.Items("spec", "ports"))
            {
                Assert.NotEqual("", port.Text("appProtocol"));
                var container = containers[service.Text("spec", "selector", "app.kubernetes.io/name")];
                Assert.Contains(container.Items("ports"), p => p.Text("name") == port.Text("targetPort"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Everything_that_runs_may_be_moved_and_is_spread(string overlay)
    {
        var objects = await published.RenderAsync(overlay);
        foreach (var (name, pod) in Pods(objects).Where(p => p.Name != "Job migrate"))
        {
            Assert.Contains(objects, o => o.Text("kind") == "PodDisruptionBudget" && o.Text("metadata", "name") == name.Split(' ')[1]);
            Assert.Equal(
                ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
                pod.Items("topologySpreadConstraints").Select(c => c.Text("topologyKey")));
        }
    }

    [Fact]
    public async Task Production_takes_new_versions_over_bit_by_bit_and_scales_the_engine_by_its_queue()
    {
        var objects = await published.RenderAsync("production");
        var autoscalers = objects.Where(o => o.Text("kind") == "HorizontalPodAutoscaler").ToDictionary(o => o.Text("metadata", "name"));

        Assert.Equal(["bff", "services"], objects.Where(o => o.Text("kind") == "Rollout").Select(o => o.Text("metadata", "name")).Order());
        Assert.Equal("Rollout", autoscalers["bff"].Text("spec", "scaleTargetRef", "kind"));
        Assert.Equal("Deployment", autoscalers["realtime"].Text("spec", "scaleTargetRef", "kind"));
        Assert.False(autoscalers.ContainsKey("optengine"), "an autoscaler would fight the one that KEDA makes");
        Assert.Equal("optengine", objects.Single(o => o.Text("kind") == "ScaledObject").Text("spec", "scaleTargetRef", "name"));
        Assert.All(autoscalers.Values, a => Assert.Equal("3", a.Text("spec", "minReplicas")));
    }

    [Fact]
    public async Task Only_the_development_cluster_has_servers_and_a_provider_of_its_own()
    {
        string[] standIns = ["idp", "postgres", "redis"];

        Assert.Equal(standIns, PodNames(await published.RenderAsync("dev")).Intersect(standIns).Order());
        foreach (var overlay in (string[])["staging", "production"])
        {
            var objects = await published.RenderAsync(overlay);
            Assert.Empty(PodNames(objects).Intersect(standIns));
            Assert.All(
                objects.Where(o => o.Text("kind") == "ConfigMap" && o.At("data", "Authentication__Authority") is not null),
                c => Assert.StartsWith("https://login", c.Text("data", "Authentication__Authority"), StringComparison.Ordinal));
            Assert.DoesNotContain(objects.Where(o => o.Text("kind") == "ConfigMap").SelectMany(o => o.Texts()), t => t.Text.Contains("//idp", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_script_that_makes_secrets_is_sound_and_holds_none()
    {
        var script = File.ReadAllText(Path.Combine(published.Root, "kubernetes", "create-secrets.sh"));

        Assert.DoesNotMatch(@"(?m)^[A-Z_]+=(?!\$\{)", script);
        Assert.Contains("Password=${POSTGRES_PASSWORD}", script, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, JsonNode Pod)> Pods(IEnumerable<JsonObject> objects) =>
        from o in objects
        let pod = o.At("spec", "template", "spec")
        where pod is not null
        select ($"{o.Text("kind")} {o.Text("metadata", "name")}", pod);

    private static IEnumerable<string> PodNames(IEnumerable<JsonObject> objects) => objects
        .Where(o => o.At("spec", "template", "spec") is not null)
        .Select(o => o.Text("spec", "template", "metadata", "labels", "app.kubernetes.io/name"));

    /// <summary>The keys that an ExternalSecret copies, or the script makes.</summary>
    private HashSet<string> SecretKeys(string overlay, IEnumerable<JsonObject> objects)
    {
        var copied = objects.Where(o => o.Text("kind") == "ExternalSecret").SelectMany(o => o.Items("spec", "data")).Select(d => d.Text("secretKey")).ToHashSet();
        return overlay != "dev" ? copied
            : [.. File.ReadAllLines(Path.Combine(published.Root, "kubernetes", "create-secrets.sh")).Where(l => l.Contains("--from-literal=", StringComparison.Ordinal)).Select(l => l.Split('=')[1])];
    }

    /// <summary>Who may call whom on what, "a->b:port", by the policies of one direction; only between pods that are there.</summary>
    private static IEnumerable<string> Edges(IReadOnlyCollection<JsonObject> policies, string direction, HashSet<string> deployed)
    {
        var others = direction == "egress" ? "to" : "from";
        return from policy in policies
               let own = policy.Text("spec", "podSelector", "matchLabels", "app.kubernetes.io/name")
               from rule in policy.Items("spec", direction)
               from peer in rule.Items(others)
               let other = peer.Text("podSelector", "matchLabels", "app.kubernetes.io/name")
               from port in rule.Items("ports")
               where deployed.Contains(own) && deployed.Contains(other)
               select direction == "egress" ? $"{own}->{other}:{port.Text("port")}" : $"{other}->{own}:{port.Text("port")}";
    }
}
