using System.Diagnostics;

namespace Thesis.Bench.Engine;

/// <summary>The problem files of a run: those of a shared generator where there is one beside the repository, else our own.</summary>
internal sealed class ProblemFolder : IDisposable
{
    private static readonly string SharedGenerator = Path.GetFullPath(Path.Combine("..", "shared", "data", "allocation", "generate.py"));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thesis-engine-");

    /// <summary>Where the problems come from.</summary>
    public static string Source => File.Exists(SharedGenerator) ? "the shared generator's where it has them, else our own" : "our own generator's";

    public string FileOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>The file of a problem, written now.</summary>
    public async Task<string> WriteAsync(string name)
    {
        var file = FileOf($"{name}.inst");
        if (!File.Exists(SharedGenerator) || !(name.EndsWith("base", StringComparison.Ordinal) || name.EndsWith("hard", StringComparison.Ordinal)) || !await GenerateAsync(name))
        {
            new ProblemGenerator(name).Write(file);
        }
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<bool> GenerateAsync(string name)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", [SharedGenerator, name]) { WorkingDirectory = _folder.FullName });
            using var late = new CancellationTokenSource(Patience);
            await (process?.WaitForExitAsync(late.Token) ?? Task.CompletedTask);
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // There is no Python: our own generator serves.
        }
    }
}
