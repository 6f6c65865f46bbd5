using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>The objects of a server that keeps data.</summary>
internal static class StatefulObjects
{
    public static string VolumeName(int index) => string.Create(CultureInfo.InvariantCulture, $"data-{index}");

    public static IEnumerable<Map> Of(string application, Workload workload)
    {
        yield return WorkloadObjects.ServiceAccount(application, workload.Name);
        yield return StatefulSet(application, workload);
        yield return WorkloadObjects.Service(application, workload, headless: true);
        yield return WorkloadObjects.DisruptionBudget(application, workload.Name);
        yield return NetworkPolicies.Of(application, workload);
    }

    private static Map StatefulSet(string application, Workload workload)
    {
        var volumes = workload.Mounts.Where(m => m.Type == ContainerMountType.Volume).Select((_, i) => new Map
        {
            ["metadata"] = new Map { ["name"] = VolumeName(i) },
            ["spec"] = new Map
            {
                ["accessModes"] = (string[])["ReadWriteOnce"],
                ["resources"] = new Map { ["requests"] = new Map { ["storage"] = workload.Settings.Storage } },
            },
        }).ToArray();
        return KubernetesNames.Object(
            "apps/v1",
            "StatefulSet",
            KubernetesNames.Metadata(application, workload.Name, "server"),
            new Map
            {
                ["serviceName"] = workload.Name,
                ["replicas"] = 1,
                ["selector"] = new Map { ["matchLabels"] = KubernetesNames.Selector(workload.Name) },
                ["template"] = PodTemplate.Of(application, workload),
            }.With("volumeClaimTemplates", volumes));
    }
}
