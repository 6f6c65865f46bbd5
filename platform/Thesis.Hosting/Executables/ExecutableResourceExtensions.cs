using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Finds programs in the model.</summary>
public static class ExecutableResourceExtensions
{
    /// <summary>Every program.</summary>
    public static IEnumerable<ExecutableResource> GetExecutableResources(this DistributedApplicationModel model) => model.Resources.OfType<ExecutableResource>();
}
