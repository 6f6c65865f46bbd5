using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Thesis.AppHost.Native;

/// <summary>Whether servers run in containers: as <c>--Containers true|false</c> says, else where Docker or Podman answers.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> Answering = new(() => Answers("docker") || Answers("podman"));

    public static bool IsUsed(IDistributedApplicationBuilder builder) => builder.Configuration.GetValue<bool?>("Containers") ?? Answering.Value;

    // An installed client whose engine is not running ends with an error, or not at all.
    private static bool Answers(string engine)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(engine, "version") { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
            {
                return false;
            }

            if (process.WaitForExit(AnswerLimit))
            {
                return process.ExitCode == 0;
            }

            process.Kill(entireProcessTree: true);
            return false;
        }
        catch (Win32Exception)
        {
            return false; // Not installed.
        }
    }
}
