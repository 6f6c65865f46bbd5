using System.Globalization;
using System.Text.Json.Nodes;

namespace Thesis.Architecture.Tests.Deployment;

/// <summary>The files of <c>deploy/kubernetes</c> say what the AppHost publishes, as production needs it.</summary>
public sealed class KubernetesTests
{
    /// <summary>Where PostgreSQL keeps its files below its volume, which only a cluster's volumes need.</summary>
    private static readonly string[] _own = ["PGDATA"];

    private readonly Cluster _cluster = Cluster.FromFiles();

    [Fact]
    public async Task Every_resource_is_a_workload_and_every_workload_but_the_migration_a_resource()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.Equal(
            manifest.OfType("project.v0").Concat(manifest.OfType("container.v0")).Append("migrate").Order(),
            _cluster.Workloads().Keys.Order());
    }

    [Fact]
    public async Task Every_workload_gets_the_variables_of_the_manifest()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.All(Resources(manifest), resource => Assert.Equal(
            manifest.Environment(resource, name => $"secret:{name}").OrderBy(v => v.Key),
            _cluster.ContainerOf(resource).Environment.Where(v => !_own.Contains(v.Key)).OrderBy(v => v.Key)));
    }

    [Fact]
    public async Task Every_workload_runs_the_manifests_program()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.All(Resources(manifest), resource =>
        {
            var (expected, container) = (manifest[resource], _cluster.ContainerOf(resource).Json);
            Assert.Equal(expected["args"].Texts(), container["args"].Texts());
            Assert.Equal(expected.Text("entrypoint") is { } program ? [program] : [], container["command"].Texts());
            Assert.Equal(expected.Text("image") ?? ImageOf(expected.Text("path")!), container.Text("image"));
            Assert.Subset(
                container["volumeMounts"].Items().Select(v => v.Text("mountPath")).ToHashSet(),
                expected["volumes"].Items().Select(v => v.Text("target")).ToHashSet());
        });
    }

    [Fact]
    public async Task Every_endpoint_is_a_port_of_the_container_and_of_the_service()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.All(Resources(manifest), resource =>
        {
            var expected = manifest.Endpoints(resource).Select(e => (e.Name, Port: e.Port.ToString(CultureInfo.InvariantCulture), Protocol: AppProtocol(e.Transport))).ToList();
            Assert.Equal(
                expected.Select(e => (e.Name, e.Port)),
                _cluster.ContainerOf(resource).Json["ports"].Items().Select(p => (p.Text("name")!, p.Text("containerPort")!)));
            Assert.Equal(
                expected.Select(e => (e.Name, e.Port, e.Name, e.Protocol)),
                _cluster.One("Service", resource)["spec"]!["ports"].Items().Select(p => (p.Text("name")!, p.Text("port")!, p.Text("targetPort")!, p.Text("appProtocol"))));
        });
    }

    [Fact]
    public async Task Every_process_is_asked_whether_it_lives_and_whether_it_is_ready()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.All(manifest.OfType("project.v0"), resource =>
        {
            var container = _cluster.ContainerOf(resource).Json;
            Assert.Equal(("/alive", "http"), Probe(container, "startupProbe"));
            Assert.Equal(("/alive", "http"), Probe(container, "livenessProbe"));
            Assert.Equal(("/health", "http"), Probe(container, "readinessProbe"));
        });
    }

    [Fact]
    public async Task Every_process_scales_spreads_and_survives_a_drained_node()
    {
        var manifest = await Manifest.DistributedAsync();

        Assert.All(manifest.OfType("project.v0"), resource =>
        {
            Assert.Equal(resource, _cluster.One("HorizontalPodAutoscaler", resource).Text("spec", "scaleTargetRef", "name"));
            Assert.Equal("1", _cluster.One("PodDisruptionBudget", resource).Text("spec", "maxUnavailable"));
            Assert.Equal(
                ["topology.kubernetes.io/zone", "kubernetes.io/hostname"],
                _cluster.ContainerOf(resource).Pod["spec"]!["topologySpreadConstraints"].Items().Select(c => c.Text("topologyKey")));
        });
    }

    [Fact]
    public async Task The_network_lets_through_the_calls_of_the_manifest_and_no_others()
    {
        var manifest = await Manifest.DistributedAsync();
        var projects = manifest.OfType("project.v0").ToList();
        var expected = manifest.Calls().Where(c => c.From != c.To)
            .Select(c => $"{c.From} → {c.To}:{manifest.Endpoints(c.To).Single(e => e.Name == c.Endpoint).Port}").Order().ToList();

        Assert.Equal(expected, Allowed(projects, "egress", "to", (a, b, port) => $"{a} → {b}:{port}"));
        Assert.Equal(expected, Allowed(projects, "ingress", "from", (b, a, port) => $"{a} → {b}:{PortNumber(b, port)}"));
    }

    [Fact]
    public void Only_who_has_a_servers_address_reaches_it()
    {
        var pods = _cluster.Workloads().Keys.Where(w => w is not "postgres" and not "redis");

        Assert.All(pods, workload =>
        {
            var container = _cluster.ContainerOf(workload);
            var labels = container.Pod["metadata"]!["labels"].Pairs();
            Assert.Equal(container.Environment.ContainsKey("ConnectionStrings__thesisdb"), labels.ContainsKey("uses-postgres"));
            Assert.Equal(container.Environment.ContainsKey("ConnectionStrings__redis"), labels.ContainsKey("uses-redis"));
        });
    }

    private static IEnumerable<string> Resources(Manifest manifest) => manifest.OfType("project.v0").Concat(manifest.OfType("container.v0"));

    private static string ImageOf(string project) => Path.GetFileNameWithoutExtension(project).Replace('.', '-').ToLowerInvariant();

    private static string? AppProtocol(string? transport) => transport switch
    {
        "http" => "http",
        "http2" => "kubernetes.io/h2c",
        _ => null,
    };

    private static (string?, string?) Probe(JsonNode container, string name) =>
        (container.Text(name, "httpGet", "path"), container.Text(name, "httpGet", "port"));

    private string PortNumber(string workload, string name) =>
        _cluster.ContainerOf(workload).Json["ports"].Items().Single(p => p.Text("name") == name).Text("containerPort")!;

    /// <summary>What the workloads' own policies allow among them.</summary>
    private List<string> Allowed(List<string> workloads, string direction, string peers, Func<string, string, string, string> call)
    {
        var labels = workloads.ToDictionary(w => w, w => _cluster.ContainerOf(w).Pod["metadata"]!["labels"].Pairs());
        return
        [
            .. (from own in workloads
                from rule in _cluster.One("NetworkPolicy", own)["spec"]![direction].Items()
                from peer in rule[peers].Items()
                where peer["podSelector"] is not null
                from other in workloads
                where other != own && Cluster.Matches(peer["podSelector"], labels[other])
                from port in rule["ports"].Items()
                select call(own, other, port.Text("port")!)).Distinct().Order(),
        ];
    }
}
