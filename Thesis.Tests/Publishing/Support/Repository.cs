using System.Reflection;

namespace Thesis.Publishing.Tests.Support;

/// <summary>Where the tested files are.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value ?? "";

    /// <summary>Manifests that real Aspire wrote, when the machine has them.</summary>
    public static string Samples { get; } = Path.GetFullPath("../shared/data/aspire", Root);
}

/// <summary>A test against manifests that real Aspire wrote, where the machine has them.</summary>
internal sealed class SampleFactAttribute : FactAttribute
{
    public SampleFactAttribute()
    {
        if (!Directory.Exists(Repository.Samples))
        {
            Skip = "The folder ../shared/data/aspire is not on this machine.";
        }
    }
}
