using System.Globalization;
using System.Text.RegularExpressions;
using Thesis.Tests.Support;

namespace Thesis.Publishing.Tests.Support;

/// <summary>Renders with kubectl. One before 1.21 has a Kustomize that calls some fields otherwise: it gets a translation.</summary>
internal static partial class Kubectl
{
    private const int FirstMinorWithModernKustomize = 21;

    private static readonly Lazy<Task<int>> _minor = new(MinorVersionAsync);

    public static async Task<string> KustomizeAsync(string directory)
    {
        if (await _minor.Value < FirstMinorWithModernKustomize)
        {
            TranslateAll(Path.GetFullPath("../..", directory));
        }

        var (exitCode, output) = await NpmPackages.RunAsync(directory, "kubectl", "kustomize", directory);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private static async Task<int> MinorVersionAsync()
    {
        var (_, output) = await NpmPackages.RunAsync("/", "kubectl", "version", "--client");
        var version = Version().Match(output);
        Assert.True(version.Success, $"kubectl does not tell its version: {output}");
        return int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static void TranslateAll(string root)
    {
        foreach (var file in Directory.EnumerateFiles(root, "kustomization.yaml", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file).ToList();
            var bases = lines.Where(l => l.StartsWith("  - ../", StringComparison.Ordinal)).ToList();
            lines.RemoveAll(bases.Contains);
            if (bases.Count > 0)
            {
                lines.AddRange(["bases:", .. bases]);
            }

            // One file each: the list became plural later.
            var text = string.Join('\n', lines);
            File.WriteAllText(file, Envs().Replace(text, "env: $1") + "\n");
        }
    }

    [GeneratedRegex(@"v1\.(\d+)\.")]
    private static partial Regex Version();

    [GeneratedRegex(@"envs:\n\s+- (\S+)")]
    private static partial Regex Envs();
}
