using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;
using Thesis.Hosting.Publishing.Kubernetes;

namespace Thesis.Hosting.Publishing.Compose;

/// <summary>Writes a Compose file for one machine, and the names of the secrets it wants.</summary>
internal sealed class ComposeWriter
{
    private const string EdgeNetwork = "edge";
    private const string InnerNetwork = "inner";

    private readonly DeploymentModel _model;
    private readonly string _directory;
    private readonly string _tag;

    private ComposeWriter(DeploymentModel model, string directory, string tag)
    {
        _model = model;
        _directory = directory;
        _tag = tag;
    }

    /// <summary>Writes <c>compose.yaml</c> and <c>.env.example</c> into a directory.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(Publication publication, string directory, CancellationToken cancellationToken)
    {
        var model = await DeploymentModel.OfAsync(publication, cancellationToken).ConfigureAwait(false);
        var writer = new ComposeWriter(model, directory, publication.Configuration["Publishing:ImageTag"] is { Length: > 0 } tag ? tag : "0.0.0-dev");
        var output = new OutputDirectory(directory);
        output.Write("compose.yaml", Yaml.Text(writer.Composition()));
        output.Write(".env.example", writer.EnvironmentExample());
        return output.Files;
    }

    private Map Composition()
    {
        var services = new Map();
        foreach (var workload in _model.Workloads)
        {
            services[workload.Name] = Service(workload);
        }

        if (_model.Migrating is { } migrating)
        {
            services[KubernetesNames.MigrationJob] = Migration(migrating);
        }

        var volumes = _model.Workloads.SelectMany(VolumeNames).Distinct().ToArray();
        var secrets = ComposeBuild.Secrets(_model.Workloads.Select(w => w.Resource));
        return new Map
        {
            ["name"] = _model.Settings.Name,
            ["services"] = services,
            ["networks"] = new Map
            {
                [EdgeNetwork] = new Map(),

                // No way out: what is inside talks to what is inside.
                [InnerNetwork] = new Map { ["internal"] = true },
            },
        }.With("volumes", volumes.Length == 0 ? null : Named(volumes)).With("secrets", secrets.Count == 0 ? null : secrets);
    }

    private static Map Named(IEnumerable<string> names)
    {
        var map = new Map();
        foreach (var name in names)
        {
            map[name] = new Map();
        }

        return map;
    }

    private Map Service(Workload workload)
    {
        var service = new Map
        {
            ["image"] = workload.IsOwn ? $"${{REGISTRY:-{_model.Settings.Registry}}}/{workload.Image}:${{TAG:-{_tag}}}" : workload.Image,
        };
        if (ComposeBuild.Of(workload.Resource, _directory, _model.Values(_ => null)) is { } build)
        {
            service["build"] = build;
        }

        return service
            .With("pull_policy", PullPolicy(workload.PullPolicy))
            .With("entrypoint", workload.Entrypoint is { } entrypoint ? (string[])[entrypoint] : null)
            .With("command", workload.Arguments.Select(a => Escaped(a.Plain())).ToArray())
            .With("environment", Environment(workload))
            .With("ports", workload.Ports.Where(p => p.IsExternal || IsForPeople(workload)).Select(p => Published(p)).ToArray())
            .With("networks", Networks(workload))
            .With("volumes", workload.Mounts.Select(Mount).ToArray())
            .With("depends_on", DependsOn(workload))
            .With("healthcheck", HealthCheck(workload))
            .With("user", workload.UserId.ToString(CultureInfo.InvariantCulture))
            .With("read_only", true)
            .With("cap_drop", (string[])["ALL"])
            .With("security_opt", (string[])["no-new-privileges:true"])
            .With("tmpfs", workload.Resource is PostgresServerResource ? (string[])["/tmp", "/var/run/postgresql"] : ["/tmp"])
            .With("mem_limit", Memory(workload.Settings.Memory))
            .With("restart", "unless-stopped");
    }

    private static string? PullPolicy(ImagePullPolicy policy) => policy switch
    {
        ImagePullPolicy.Always => "always",
        ImagePullPolicy.Missing => "missing",
        ImagePullPolicy.Never => "never",
        _ => null,
    };

    private Map Migration(Workload workload)
    {
        var service = Service(workload);
        foreach (var only in (string[])["ports", "healthcheck"])
        {
            service.Remove(only);
        }

        service["command"] = _model.Settings.Migration?.Arguments ?? [];
        service["restart"] = "on-failure:10";
        return service;
    }

    private Map Environment(Workload workload)
    {
        var variables = new Map();
        foreach (var (name, variable) in workload.Variables)
        {
            variables[name] = variable.Text.HasSecrets
                ? string.Concat(variable.Text.Pieces.Select(p => p.Secret is { } secret ? Required(secret) : Escaped(p.Text)))
                : Escaped(variable.Text.Plain());
        }

        if (workload.Resource is ProjectResource)
        {
            foreach (var (name, value) in _model.Settings.Environments.Values.First().Variables)
            {
                variables[name] = Escaped(value);
            }
        }

        return variables;
    }

    /// <summary>A variable that Compose refuses to start without.</summary>
    private static string Required(ParameterResource secret)
    {
        var name = SecretScript.Variable(secret);
        return $"${{{name}:?set {name} in .env}}";
    }

    /// <summary>A stand-in of the application's own, such as a provider that signs people in: they reach it on this machine.</summary>
    private static bool IsForPeople(Workload workload) => workload is { IsStandIn: true, IsOwn: true };

    private static string Published(WorkloadPort port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(port.IsExternal ? "" : "127.0.0.1:")}{port.Port}:{port.TargetPort}");

    // Compose takes a dollar sign for a variable of its own.
    internal static string Escaped(string text) => text.Replace("$", "$$", StringComparison.Ordinal);

    private static string[] Networks(Workload workload) =>
        workload.Ports.Any(p => p.IsExternal) || IsForPeople(workload) ? [EdgeNetwork, InnerNetwork] : [InnerNetwork];

    private string Mount(ContainerMountAnnotation mount) =>
        $"{(mount.Type == ContainerMountType.Volume ? mount.Source is null ? "" : $"{mount.Source}:" : $"{Path.GetRelativePath(_directory, mount.Source ?? "/")}:")}{mount.Target}{(mount.IsReadOnly ? ":ro" : "")}";

    private static IEnumerable<string> VolumeNames(Workload workload) =>
        workload.Mounts.Where(m => m.Type == ContainerMountType.Volume).Select(m => m.Source).OfType<string>();

    private Map DependsOn(Workload workload)
    {
        var depends = new Map();
        foreach (var wait in workload.Waits.Where(w => _model.Workloads.Any(o => o.Name == w.Resource.Name)))
        {
            depends[wait.Resource.Name] = new Map
            {
                ["condition"] = wait.WaitType switch
                {
                    WaitType.WaitForCompletion => "service_completed_successfully",
                    WaitType.WaitUntilStarted => "service_started",
                    _ => "service_healthy",
                },
            };
        }

        return depends;
    }

    /// <summary>Asks from inside: with Node where the image has it, else with the shell, which images with a program for HTTP are rare.</summary>
    private static Map HealthCheck(Workload workload)
    {
        var port = workload.Ports.FirstOrDefault(p => p.Name == workload.Probes.Port)?.TargetPort ?? 0;
        string[] test = workload.Probes switch
        {
            { Command: { } command } => ["CMD", .. command.Select(Escaped)],
            { ReadyPath: { } path } when workload.Resource is ExecutableContainerResource =>
                ["CMD", "node", "-e", string.Create(CultureInfo.InvariantCulture, $"fetch('http://127.0.0.1:{port}{path}').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))")],
            { ReadyPath: { } path } =>
                ["CMD", "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '")],
            _ => ["CMD", "bash", "-c", string.Create(CultureInfo.InvariantCulture, $"exec 3<>/dev/tcp/127.0.0.1/{port}")],
        };
        return new Map { ["test"] = test, ["interval"] = "5s", ["timeout"] = "3s", ["retries"] = 12, ["start_period"] = "30s" };
    }

    private static string Memory(string kubernetes) => kubernetes
        .Replace("Gi", "g", StringComparison.Ordinal).Replace("Mi", "m", StringComparison.Ordinal).Replace("Ki", "k", StringComparison.Ordinal);

    private string EnvironmentExample()
    {
        var text = new StringBuilder("# Copy to .env, which is read by Compose and must not be committed, and give every name a value of your own.\n");
        text.Append(CultureInfo.InvariantCulture, $"REGISTRY={_model.Settings.Registry}\nTAG={_tag}\n");
        foreach (var secret in SecretKeys.Of(_model).Values.SelectMany(t => t.Secrets)
            .Concat(_model.Workloads.SelectMany(w => ComposeBuild.Parameters(w.Resource))).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"{SecretScript.Variable(secret)}=\n");
        }

        return text.ToString();
    }
}
