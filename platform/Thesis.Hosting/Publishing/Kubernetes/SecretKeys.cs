using Thesis.Hosting.Publishing.Deployment;

namespace Thesis.Hosting.Publishing.Kubernetes;

/// <summary>What the application's secret must hold.</summary>
internal static class SecretKeys
{
    /// <summary>The keys and what is in each, for the workloads chosen.</summary>
    public static IReadOnlyDictionary<string, DeployedText> Of(DeploymentModel model, Predicate<Workload>? which = null)
    {
        var keys = new OrderedDictionary<string, DeployedText>();
        foreach (var variable in model.Workloads.Where(w => which?.Invoke(w) ?? true).SelectMany(w => w.Variables.Values))
        {
            if (variable.SecretKey is { } key)
            {
                keys[key] = variable.Text;
            }
        }

        return keys;
    }
}
