using System.Diagnostics;
using System.Reflection;
using Aspire.Hosting;
using Thesis.Hosting.Publishing;

namespace Thesis.Hosting.CommandLine;

/// <summary>
/// Tells a person in one line what keeps the application from starting, where the runtime would show a stack. Whatever
/// is not said for people to read keeps its stack.
/// </summary>
internal static class StartFailure
{
    private const string DetailsSwitch = "--include-exception-details";

    private static int _installed;

    /// <summary>Takes over what an AppHost that is run as a program throws to its end.</summary>
    /// <param name="args">Its command line.</param>
    public static void TellInOneLine(string[] args)
    {
        var details = args.Any(a => a.StartsWith(DetailsSwitch, StringComparison.OrdinalIgnoreCase) && !a.EndsWith("=false", StringComparison.OrdinalIgnoreCase));
        if (details || Interlocked.Exchange(ref _installed, 1) == 1)
        {
            return;
        }

        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            if (e.ExceptionObject is Exception failure && Describe(failure) is { } line)
            {
                Console.Error.WriteLine(line);
                Environment.Exit(1);
            }
        };
    }

    /// <summary>The line for a failure; null when only its stack tells what went wrong.</summary>
    internal static string? Describe(Exception failure) => failure switch
    {
        DistributedApplicationException => $"{Name}: {failure.Message}",

        // The model's own code, or a name it chose: its author wants to know where.
        ArgumentException or InvalidOperationException when Place(failure) is { } place => $"{Name}: {failure.Message} ({place}; more with {DetailsSwitch})",
        _ => null,
    };

    private static string Name => Assembly.GetEntryAssembly()?.GetName().Name ?? "AppHost";

    /// <summary>The line of the AppHost's code that the failure came through.</summary>
    private static string? Place(Exception failure)
    {
        var frame = new StackTrace(failure, fNeedFileInfo: true).GetFrames()
            .FirstOrDefault(f => f.GetMethod()?.Module.Assembly == Assembly.GetEntryAssembly() && f.GetFileName() is not null);
        return frame is null ? null : $"{Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()}";
    }
}

/// <summary>Whether the application is still starting: what fails then is told once, at the end, not logged with a stack too.</summary>
internal sealed class StartPhase
{
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public void End() => _isOver = true;
}
