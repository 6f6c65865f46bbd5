using Thesis.Hosting.Publishing.Deployment;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>Pods that run as nobody, write nowhere but where they must, and answer for their health.</summary>
internal static class PodTemplate
{
    private const string TemporaryVolume = "tmp";
    private const string TemporaryDirectory = "/tmp";
    private const string PostgresSocketDirectory = "/var/run/postgresql";

    /// <summary>The pod template of a workload.</summary>
    public static Map Of(string application, Workload workload) => new()
    {
        ["metadata"] = new Map { ["labels"] = KubernetesNames.Labels(application, workload.Name, workload.IsOwn ? "service" : "server") },
        ["spec"] = Spec(workload, Container(workload), TopologySpread(workload.Name)),
    };

    /// <summary>The pod that brings databases up to date with a workload's image and settings, and ends.</summary>
    public static Map Migration(string application, Workload workload, IReadOnlyList<string> arguments)
    {
        var container = Container(workload);
        container["name"] = KubernetesNames.MigrationJob;
        container["args"] = arguments;
        foreach (var only in (string[])["ports", "livenessProbe", "readinessProbe", "startupProbe"])
        {
            container.Remove(only);
        }

        var spec = Spec(workload, container, []);
        spec["serviceAccountName"] = KubernetesNames.MigrationJob;
        spec["restartPolicy"] = "Never";
        return new Map
        {
            ["metadata"] = new Map { ["labels"] = KubernetesNames.Labels(application, KubernetesNames.MigrationJob, "job") },
            ["spec"] = spec,
        };
    }

    /// <summary>The rules of a pod that must not run as root.</summary>
    public static Map PodSecurity(int userId) => new()
    {
        ["runAsNonRoot"] = true,
        ["runAsUser"] = userId,
        ["runAsGroup"] = userId,
        ["fsGroup"] = userId,
        ["fsGroupChangePolicy"] = "OnRootMismatch",
        ["seccompProfile"] = new Map { ["type"] = "RuntimeDefault" },
    };

    /// <summary>The rules of a container that has no rights and a file system that it cannot change.</summary>
    public static Map ContainerSecurity() => new()
    {
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new Map { ["drop"] = (string[])["ALL"] },
    };

    /// <summary>Spreads a workload's pods over zones and nodes, where there are several.</summary>
    public static List<Map> TopologySpread(string name) =>
    [
        .. from key in (string[])["topology.kubernetes.io/zone", "kubernetes.io/hostname"]
           select new Map
           {
               ["maxSkew"] = 1,
               ["topologyKey"] = key,
               ["whenUnsatisfiable"] = "ScheduleAnyway",
               ["labelSelector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(name) },
           },
    ];

    private static Map Spec(Workload workload, Map container, List<Map> spread) => new Map
    {
        ["serviceAccountName"] = workload.Name,
        ["automountServiceAccountToken"] = false,
        ["enableServiceLinks"] = false,
        ["terminationGracePeriodSeconds"] = 45,
        ["securityContext"] = PodSecurity(workload.UserId),
    }.With("topologySpreadConstraints", spread)
        .With("containers", (Map[])[container])
        .With("volumes", Volumes(workload));

    private static Map Container(Workload workload) => new Map
    {
        ["name"] = workload.Name,
        ["image"] = workload.Image,
        ["imagePullPolicy"] = workload.PullPolicy switch
        {
            ImagePullPolicy.Always => "Always",
            ImagePullPolicy.Never => "Never",
            _ => "IfNotPresent",
        },
    }.With("command", workload.Entrypoint is { } entrypoint ? (string[])[entrypoint] : null)
        .With("args", workload.Arguments.Select(a => a.Plain()).ToArray())
        .With("envFrom", workload.Variables.Values.Any(v => v.SecretKey is null)
            ? (Map[])[new Map { ["configMapRef"] = new Map { ["name"] = KubernetesNames.Config(workload.Name) } }]
            : null)
        .With("env", Variables(workload))
        .With("ports", workload.Ports.Select(p => new Map { ["name"] = p.Name, ["containerPort"] = p.TargetPort, ["protocol"] = "TCP" }).ToArray())
        .With("startupProbe", Probe(workload, workload.Probes.LivePath, periodSeconds: 2, failures: 60))
        .With("livenessProbe", Probe(workload, workload.Probes.LivePath, periodSeconds: 10, failures: 3))
        .With("readinessProbe", Probe(workload, workload.Probes.ReadyPath, periodSeconds: 5, failures: 3))
        .With("resources", Resources(workload.Settings))
        .With("securityContext", ContainerSecurity())
        .With("volumeMounts", Mounts(workload));

    /// <summary>Secrets by reference, and what the pod knows only when it runs.</summary>
    private static List<Map> Variables(Workload workload)
    {
        var variables = workload.Variables.Where(v => v.Value.SecretKey is not null).Select(v => new Map
        {
            ["name"] = v.Key,
            ["valueFrom"] = new Map
            {
                ["secretKeyRef"] = new Map { ["name"] = KubernetesNames.Secret, ["key"] = v.Value.SecretKey ?? "" },
            },
        }).ToList();
        if (workload.IsOwn)
        {
            variables.Add(new Map
            {
                ["name"] = KubernetesNames.InstanceVariable,
                ["valueFrom"] = new Map { ["fieldRef"] = new Map { ["fieldPath"] = "metadata.name" } },
            });
            variables.Add(new Map
            {
                ["name"] = "OTEL_RESOURCE_ATTRIBUTES",
                ["value"] = $"service.instance.id=$({KubernetesNames.InstanceVariable})",
            });
        }

        return variables;
    }

    private static Map Probe(Workload workload, string? path, int periodSeconds, int failures)
    {
        var probes = workload.Probes;
        var probe = new Map();
        if (path is not null)
        {
            probe["httpGet"] = new Map { ["path"] = path, ["port"] = probes.Port };
        }
        else if (probes.Command is { } command)
        {
            probe["exec"] = new Map { ["command"] = command };
        }
        else
        {
            probe["tcpSocket"] = new Map { ["port"] = probes.Port };
        }

        probe["periodSeconds"] = periodSeconds;
        probe["timeoutSeconds"] = 3;
        probe["failureThreshold"] = failures;
        return probe;
    }

    /// <summary>Memory has a limit, since it cannot be taken back; CPU has none, since throttling only wastes what is free.</summary>
    private static Map Resources(ResourceSettings settings) => new()
    {
        ["requests"] = new Map { ["cpu"] = settings.Cpu, ["memory"] = settings.Memory },
        ["limits"] = new Map { ["memory"] = settings.Memory },
    };

    private static List<Map> Mounts(Workload workload)
    {
        var mounts = new List<Map> { new() { ["name"] = TemporaryVolume, ["mountPath"] = TemporaryDirectory } };
        if (workload.Resource is PostgresServerResource)
        {
            mounts.Add(new Map { ["name"] = "run", ["mountPath"] = PostgresSocketDirectory });
        }

        mounts.AddRange(workload.Mounts.Where(m => m.Type == ContainerMountType.Volume).Select((m, i) => new Map
        {
            ["name"] = StatefulObjects.VolumeName(i),
            ["mountPath"] = m.Target,
        }.With("readOnly", m.IsReadOnly ? true : null)));
        return mounts;
    }

    private static List<Map> Volumes(Workload workload)
    {
        var volumes = new List<Map> { Temporary(TemporaryVolume, "256Mi") };
        if (workload.Resource is PostgresServerResource)
        {
            volumes.Add(Temporary("run", "16Mi"));
        }

        return volumes;
    }

    private static Map Temporary(string name, string limit) => new()
    {
        ["name"] = name,
        ["emptyDir"] = new Map { ["sizeLimit"] = limit },
    };
}
