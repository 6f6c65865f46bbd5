using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Model;

/// <summary>What kinds of resources are called, in the dashboard and in descriptions of the model.</summary>
internal static class ResourceKind
{
    private const string Suffix = "Resource";

    /// <summary>The kind that the model's author chose, also where a deployment puts something else in its place.</summary>
    public static string NameOf(IResource resource) => resource switch
    {
        ExecutableContainerResource container => NameOf(container.Executable),
        ProjectContainerResource => NameOf(typeof(ProjectResource)),
        ConfiguredConnectionStringResource => NameOf(typeof(ConnectionStringResource)),
        _ => NameOf(resource.GetType()),
    };

    private static string NameOf(Type type) => type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : type.Name;
}
