using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.Orchestration;

namespace Thesis.Hosting.Topology;

/// <summary>
/// <c>--only a,b</c>: starts the resources and groups named, and what they wait for; the others can still be started by hand.
/// </summary>
internal static class Selection
{
    public const string OnlyKey = "only";

    /// <summary>Marks what is not selected as started by hand.</summary>
    /// <exception cref="DistributedApplicationException">There is no resource or group of a name; the message lists those there are.</exception>
    public static void Apply(DistributedApplicationModel model, IConfiguration configuration)
    {
        var names = configuration[OnlyKey]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (names.Length == 0)
        {
            return;
        }

        var needed = new HashSet<IResource>();
        var open = new Queue<IResource>(names.SelectMany(n => Named(model, n)));
        while (open.TryDequeue(out var resource))
        {
            if (needed.Add(resource))
            {
                foreach (var need in NeedsOf(resource))
                {
                    open.Enqueue(need);
                }
            }
        }

        foreach (var left in model.Resources.Where(r => !needed.Contains(r) && r.HasAnnotationOfType<NativeProcessAnnotation>() && !r.HasAnnotationOfType<ExplicitStartupAnnotation>()))
        {
            left.Annotations.Add(new ExplicitStartupAnnotation());
        }
    }

    /// <summary>The group that people see a resource in: its parent's name, or its kind's.</summary>
    public static string GroupOf(IResource resource) => resource switch
    {
        ParameterResource => "parameters",
        JavaScriptInstallerResource => "tools",
        ProjectResource => "services",

        // A server that Node runs, such as a provider that signs people in; pages are what a script of theirs serves.
        NodeAppResource => "infrastructure",
        JavaScriptAppResource => "web",
        IResourceWithParent child => GroupOf(child.Parent),
        ExternalServiceResource => "external",
        _ => "infrastructure",
    };

    private static IResource[] Named(DistributedApplicationModel model, string name)
    {
        if (model.Resources.TryGetByName(name, out var resource))
        {
            return [resource];
        }

        var group = model.Resources.Where(r => string.Equals(GroupOf(r), name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return group.Length > 0
            ? group
            : throw new DistributedApplicationException(
                $"--only names '{name}', and there is no such resource or group. Resources: {string.Join(", ", model.Resources.Where(r => r.HasAnnotationOfType<NativeProcessAnnotation>()).Select(r => r.Name))}. Groups: {string.Join(", ", model.Resources.Select(GroupOf).Distinct())}.");
    }

    private static IEnumerable<IResource> NeedsOf(IResource resource)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource);
        var connections = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => r.Resource).Where(r => r is IResourceWithConnectionString);
        IEnumerable<IResource> parent = resource is IResourceWithParent child ? [child.Parent] : [];
        return waits.Concat(connections).Concat(parent);
    }
}
