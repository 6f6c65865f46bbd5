using System.Runtime.CompilerServices;

namespace Thesis.Services.Tests.Support;

/// <summary>A test on the real places of Los Angeles, which lie beside the project; skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealPlacesFactAttribute : FactAttribute
{
    public RealPlacesFactAttribute()
    {
        if (!File.Exists(PathOf("donors.csv")))
        {
            Skip = "The folder ../shared/data/los-angeles is not on this machine.";
        }
    }

    public static string PathOf(string file) => Path.GetFullPath(Path.Combine(ProjectRoot(), "../shared/data/los-angeles", file));

    private static string ProjectRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here) ?? "", "../../.."));
}
