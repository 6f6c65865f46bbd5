namespace Thesis.Hosting.Processes;

/// <summary>How to start a program.</summary>
/// <param name="Command">A path, or a name to look up in PATH.</param>
/// <param name="Arguments">Its arguments; never a secret, since every user of the machine can read them.</param>
/// <param name="WorkingDirectory">The absolute directory it starts in.</param>
internal sealed record ProcessSpecification(string Command, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>What is set on top of the environment inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What people are told it runs; the command, unless that only stands in for it.</summary>
    public string ShownAs { get; init; } = Command;

    /// <summary>The user it runs as; the AppHost's own when null.</summary>
    public string? UserName { get; init; }

    /// <summary>What it reads from standard input; nothing when null.</summary>
    public string? StandardInput { get; init; }

    /// <summary>What is known to keep it from starting, to be told if it ends badly at once; null when nothing is.</summary>
    public string? LikelyFault { get; init; }

    /// <summary>Whether what it leaves running may go on until the application ends, as a compiler's server does.</summary>
    public bool LeavesServers { get; init; }

    /// <summary>How it is asked to end.</summary>
    public StopRequest Stop { get; init; } = StopRequest.Terminate;
}

/// <summary>How a program is asked to end before it is killed.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="WholeGroup">Whether its children get the signal too, or it looks after them itself.</param>
/// <param name="Grace">How long it may take.</param>
internal sealed record StopRequest(Signal Signal, bool WholeGroup, TimeSpan Grace)
{
    public static StopRequest Terminate { get; } = new(Signal.Terminate, WholeGroup: true, TimeSpan.FromSeconds(6));
}
