using System.Runtime.CompilerServices;

namespace Thesis.Hosting.Tests.Support;

/// <summary>Compares what is with what was looked at and kept. <c>THESIS_UPDATE_GOLDEN=1</c> keeps what is.</summary>
internal static class Golden
{
    public static void Compare(string name, string actual, [CallerFilePath] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(test) ?? "", "Golden", name);
        if (Environment.GetEnvironmentVariable("THESIS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual.TrimEnd() + "\n");
        }

        Assert.True(File.Exists(path), $"There is no {path}. Look at what is, and keep it with THESIS_UPDATE_GOLDEN=1:\n{actual}");
        var expected = File.ReadAllText(path).TrimEnd().Split('\n');
        var now = actual.TrimEnd().Split('\n');
        var missing = expected.Except(now, StringComparer.Ordinal).Select(l => $"- {l}");
        var added = now.Except(expected, StringComparer.Ordinal).Select(l => $"+ {l}");
        var difference = string.Join('\n', missing.Concat(added));
        Assert.True(difference.Length == 0, $"It differs from {name}:\n{difference}");
        Assert.Equal(expected, now);
    }
}
