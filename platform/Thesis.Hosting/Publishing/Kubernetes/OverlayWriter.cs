using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>Writes one environment's overlay.</summary>
internal sealed class OverlayWriter(DeploymentModel model, OutputDirectory output, string name, EnvironmentSettings environment, bool isFirst, string tag)
{
    private readonly List<string> _resources = ["../../base"];

    private string Application => model.Settings.Name;

    private string Directory => $"overlays/{name}";

    private Workload[] Services => [.. model.Workloads.Where(w => !w.IsStandIn)];

    private Workload[] Outside => isFirst ? [] : [.. model.Workloads.Where(w => w.IsStandIn)];

    public void Write()
    {
        WriteNamespace();
        if (isFirst)
        {
            _resources.Add("../../stand-ins");
        }

        WriteScaling();
        WriteIngress();
        WriteOutside();
        WriteSecrets();
        WriteRollouts();
        var kustomization = new Map
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["namespace"] = $"{Application}-{name}",
            ["resources"] = _resources,
        }.With("configMapGenerator", Configs().ToArray())
            .With("images", model.Workloads.Where(w => w.IsOwn && (isFirst || !w.IsStandIn)).DistinctBy(w => w.Image).Select(w => new Map
            {
                ["name"] = w.Image,
                ["newName"] = $"{model.Settings.Registry}/{w.Image}",
                ["newTag"] = tag,
            }).ToArray());
        output.Write($"{Directory}/kustomization.yaml", Yaml.Text(kustomization));
    }

    private void WriteNamespace() => Add("namespace.yaml", new Map
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Namespace",
        ["metadata"] = new Map
        {
            ["name"] = $"{Application}-{name}",
            ["labels"] = new Map
            {
                ["app.kubernetes.io/part-of"] = Application,
                ["pod-security.kubernetes.io/enforce"] = "restricted",
                ["pod-security.kubernetes.io/warn"] = "restricted",
            },
        },
    });

    /// <summary>One decides how many of a workload run: KEDA where it knows the workload's queue (it makes an autoscaler of its own), else ours.</summary>
    private void WriteScaling()
    {
        var queued = environment.Keda ? Services.Where(w => w.Settings.Queue is not null).ToArray() : [];
        Add("autoscaling.yaml", [.. Services.Except(queued).Select(w => WorkloadObjects.Autoscaler(Application, w, environment))]);
        if (queued.Length > 0)
        {
            Add("queues.yaml",
            [
                ProductionObjects.TriggerAuthentication(Application),
                .. queued.Select(w => ProductionObjects.ScaledObject(Application, w, w.Settings.Queue ?? throw new InvalidOperationException(w.Name), environment)),
            ]);
        }
    }

    private void WriteIngress()
    {
        if (environment.Host is { } host && Services.FirstOrDefault(w => w.Ports.Any(p => p.IsExternal)) is { } door)
        {
            Add("ingress.yaml", ProductionObjects.Ingress(Application, door, host));
        }
    }

    /// <summary>Traffic to what the environment brings itself.</summary>
    private void WriteOutside()
    {
        var policies = new List<Map>();
        foreach (var server in Outside)
        {
            var callers = Services.Where(w => w.Calls.Contains(server.Name)).Select(w => w.Name).ToList();
            if (model.Migrating is { } migrating && callers.Contains(migrating.Name))
            {
                callers.Add(KubernetesNames.MigrationJob);
            }

            if (callers.Count > 0)
            {
                var address = server.Settings.ReplacedBy.GetValueOrDefault(name);
                policies.Add(NetworkPolicies.Outside(
                    Application,
                    $"{server.Name}-outside",
                    callers,
                    address is null ? environment.ServersCidr : "0.0.0.0/0",
                    address is null ? server.Ports.Select(p => p.Port) : [address.Port]));
            }
        }

        if (policies.Count > 0)
        {
            Add("outside.yaml", [.. policies]);
        }
    }

    private void WriteSecrets()
    {
        if (environment.SecretStore is { } store)
        {
            var keys = SecretKeys.Of(model, w => isFirst || !w.IsStandIn).Keys.ToList();
            if (environment.Keda && Services.Any(w => w.Settings.Queue is not null))
            {
                keys.Add("keda-connection");
            }

            Add("external-secrets.yaml", ProductionObjects.ExternalSecret(Application, name, store, keys));
        }
    }

    private void WriteRollouts()
    {
        if (environment.Rollouts && Services.Where(w => w.Settings.Canary).ToArray() is { Length: > 0 } canaries)
        {
            Add("rollouts.yaml", [ProductionObjects.AnalysisTemplate(Application, environment), .. canaries.Select(w => ProductionObjects.Rollout(Application, w))]);
        }
    }

    /// <summary>Variables that differ here: the environment's own, and those that lead to what addresses stand for.</summary>
    private IEnumerable<Map> Configs()
    {
        var values = model.Values(resource => isFirst ? null : model.Settings.Of(resource).ReplacedBy.GetValueOrDefault(name));
        foreach (var workload in model.Workloads.Where(w => w.IsOwn && (isFirst || !w.IsStandIn)))
        {
            var literals = new List<string>();
            foreach (var (variable, value) in workload.Variables.Where(v => v.Value.SecretKey is null))
            {
                var here = values.Of(value.Value).Plain();
                if (here != value.Text.Plain())
                {
                    literals.Add($"{variable}={here}");
                }
            }

            if (workload.Resource is ProjectResource)
            {
                literals.AddRange(environment.Variables.Select(v => $"{v.Key}={v.Value}"));
            }

            if (literals.Count > 0)
            {
                yield return new Map
                {
                    ["name"] = KubernetesNames.Config(workload.Name),
                    ["behavior"] = "merge",
                    ["literals"] = literals,
                };
            }
        }
    }

    private void Add(string file, params Map[] objects)
    {
        output.Write($"{Directory}/{file}", Yaml.Text(objects));
        _resources.Add(file);
    }
}
