using System.Reflection;

namespace Thesis.Hosting.Tests.Support;

/// <summary>Copies what a build made.</summary>
internal static class BuiltCopy
{
    /// <summary>The configuration that the tests were built in, and the projects with them.</summary>
    public static string Configuration { get; } = typeof(BuiltCopy).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Debug";

    public static void Of(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
