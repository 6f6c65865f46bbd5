using System.Diagnostics;

namespace Thesis.Tests.Support;

/// <summary>Programs that tests take from npm.</summary>
public static class NpmPackages
{
    /// <summary>Installs what the lockfile of <paramref name="directory"/> says, unless that was done.</summary>
    /// <exception cref="InvalidOperationException">npm failed; the message holds what it printed.</exception>
    public static async Task InstallAsync(string directory)
    {
        var lockfile = new FileInfo(Path.Combine(directory, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(directory, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= lockfile.LastWriteTimeUtc)
        {
            return;
        }

        var (exitCode, output) = await RunAsync(directory, "npm", "ci", "--no-audit", "--no-fund");
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"npm ci failed in {directory}: {output}");
        }
    }

    /// <summary>Runs a program to its end, and returns its exit code and all it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
