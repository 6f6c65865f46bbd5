using Aspire.Hosting;
using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>
/// Writes a Kustomize tree: <c>base</c> with the application's own services, <c>stand-ins</c> with the servers that an
/// environment without its own needs, and an overlay for each environment.
/// </summary>
internal sealed class KubernetesWriter
{
    private readonly DeploymentModel _model;
    private readonly OutputDirectory _output;
    private readonly string _tag;

    private KubernetesWriter(DeploymentModel model, OutputDirectory output, string tag)
    {
        _model = model;
        _output = output;
        _tag = tag;
    }

    private string Application => _model.Settings.Name;

    private IEnumerable<Workload> Services => _model.Workloads.Where(w => !w.IsStandIn);

    private IEnumerable<Workload> StandIns => _model.Workloads.Where(w => w.IsStandIn);

    private Workload? Migrating => _model.Migrating;

    /// <summary>Writes the tree into a directory, in place of what an earlier run wrote there.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(Publication publication, string directory, CancellationToken cancellationToken)
    {
        var model = await DeploymentModel.OfAsync(publication, cancellationToken).ConfigureAwait(false);
        var output = new OutputDirectory(directory, ["base", "stand-ins", "overlays"]);
        var tag = publication.Configuration["Publishing:ImageTag"] is { Length: > 0 } given ? given : "0.0.0-dev";
        var writer = new KubernetesWriter(model, output, tag);
        writer.WriteBase();
        writer.WriteStandIns();
        foreach (var (name, environment) in model.Settings.Environments)
        {
            new OverlayWriter(model, output, name, environment, isFirst: name == model.Settings.Environments.Keys.First(), tag).Write();
        }

        output.Write("create-secrets.sh", SecretScript.Text(model), executable: true);
        return output.Files;
    }

    private void WriteBase()
    {
        var files = new List<string>();
        Add("base/network-policies.yaml", NetworkPolicies.Defaults(Application)
            .Concat(Services.SelectMany(w => NetworkPolicies.Callers(Application, w, Services, Migrating?.Name))));
        Add($"base/{KubernetesNames.Collector}.yaml", CollectorObjects.Of(Application, _model.Settings, Senders()));
        foreach (var workload in Services)
        {
            CheckMounts(workload);
            Add($"base/{workload.Name}.yaml", WorkloadObjects.Of(Application, workload));
        }

        if (Migrating is { } migrating)
        {
            Add($"base/{KubernetesNames.MigrationJob}.yaml", MigrationObjects.Of(Application, migrating, _model.Settings.Migration?.Arguments ?? []));
        }

        _output.Write($"base/config/{CollectorObjects.ConfigFile}", Yaml.Text(CollectorObjects.Configuration()));
        var generators = Services.Select(Config).Append(new Map
        {
            ["name"] = KubernetesNames.Config(KubernetesNames.Collector),
            ["files"] = (string[])[$"config/{CollectorObjects.ConfigFile}"],
        }).ToArray();
        WriteKustomization("base", files, new Map { ["configMapGenerator"] = generators });

        void Add(string path, IEnumerable<Map> objects)
        {
            _output.Write(path, Yaml.Text(objects));
            files.Add(Path.GetFileName(path));
        }

        Map Config(Workload workload)
        {
            _output.Write($"base/config/{workload.Name}.env", EnvironmentFile.Text(EnvironmentFile.Plain(workload, Application)));
            return new Map { ["name"] = KubernetesNames.Config(workload.Name), ["envs"] = (string[])[$"config/{workload.Name}.env"] };
        }
    }

    private void WriteStandIns()
    {
        var files = new List<string>();
        var generators = new List<Map>();
        foreach (var workload in StandIns)
        {
            CheckMounts(workload);
            var objects = (workload.IsOwn ? WorkloadObjects.Of(Application, workload) : StatefulObjects.Of(Application, workload))
                .Concat(NetworkPolicies.Callers(Application, workload, _model.Workloads, Migrating?.Name));
            _output.Write($"stand-ins/{workload.Name}.yaml", Yaml.Text(objects));
            files.Add($"{workload.Name}.yaml");
            if (workload.Variables.Values.Any(v => v.SecretKey is null))
            {
                _output.Write($"stand-ins/config/{workload.Name}.env", EnvironmentFile.Text(EnvironmentFile.Plain(workload, Application)));
                generators.Add(new Map { ["name"] = KubernetesNames.Config(workload.Name), ["envs"] = (string[])[$"config/{workload.Name}.env"] });
            }
        }

        WriteKustomization("stand-ins", files, new Map().With("configMapGenerator", generators));
    }

    private void WriteKustomization(string directory, List<string> resources, Map more)
    {
        var kustomization = new Map
        {
            ["apiVersion"] = "kustomize.config.k8s.io/v1beta1",
            ["kind"] = "Kustomization",
            ["resources"] = resources,
        };
        foreach (var (key, value) in more)
        {
            kustomization[key] = value;
        }

        _output.Write($"{directory}/kustomization.yaml", Yaml.Text(kustomization));
    }

    private IEnumerable<string> Senders()
    {
        var own = _model.Workloads.Where(w => w.IsOwn).Select(w => w.Name);
        return Migrating is null ? own : own.Append(KubernetesNames.MigrationJob);
    }

    private static void CheckMounts(Workload workload)
    {
        var bind = workload.Mounts.FirstOrDefault(m => m.Type == Aspire.Hosting.ApplicationModel.ContainerMountType.BindMount);
        if (bind is not null)
        {
            throw new DistributedApplicationException(
                $"The container '{workload.Name}' mounts {bind.Source} of this machine, which a cluster does not have: put it into the image, or use WithVolume.");
        }

        if (workload.Arguments.FirstOrDefault(a => a.HasSecrets) is { } argument)
        {
            throw new DistributedApplicationException(
                $"The secret '{argument.Secrets.First().Name}' stands on the command line of '{workload.Name}', where others can read it: pass it with WithEnvironment.");
        }
    }
}
