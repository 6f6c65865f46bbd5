using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>The job that brings databases up to date before a new version's pods start.</summary>
internal static class MigrationObjects
{
    public static IEnumerable<Map> Of(string application, Workload workload, IReadOnlyList<string> arguments)
    {
        yield return WorkloadObjects.ServiceAccount(application, KubernetesNames.MigrationJob);
        yield return NetworkPolicies.Migration(application, workload);
        var metadata = KubernetesNames.Metadata(application, KubernetesNames.MigrationJob, "job");
        metadata["annotations"] = new Map
        {
            // Where Argo CD deploys: before everything else, anew each time.
            ["argocd.argoproj.io/hook"] = "PreSync",
            ["argocd.argoproj.io/hook-delete-policy"] = "BeforeHookCreation",
        };
        yield return KubernetesNames.Object("batch/v1", "Job", metadata, new Map
        {
            ["backoffLimit"] = 3,
            ["activeDeadlineSeconds"] = 1800,
            ["ttlSecondsAfterFinished"] = 3600,
            ["template"] = PodTemplate.Migration(application, workload, arguments),
        });
    }
}
