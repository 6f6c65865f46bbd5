using System.Reflection;

namespace Thesis.Tests.Support;

/// <summary>The folder of the repository that the tests were built from.</summary>
public static class RepositoryRoot
{
    public static string Path { get; } = typeof(RepositoryRoot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "RepositoryRoot").Value ?? "";
}
