using System.Diagnostics;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What to wait for before a resource starts.</summary>
[DebuggerDisplay("{WaitType} {Resource.Name,nq}")]
public sealed class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    /// <summary>The resource waited for.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What it must have reached.</summary>
    public WaitType WaitType { get; } = waitType;

    /// <summary>The exit code it must end with, when its completion is waited for.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What to do when it fails; the application's default when null.</summary>
    public WaitBehavior? WaitBehavior { get; init; }
}

/// <summary>What a resource waited for must have reached.</summary>
public enum WaitType
{
    /// <summary>It runs, its health checks pass and its ready handlers are done.</summary>
    WaitUntilHealthy = 0,

    /// <summary>It ended.</summary>
    WaitForCompletion = 1,

    /// <summary>It runs.</summary>
    WaitUntilStarted = 2,
}

/// <summary>What to do when a resource waited for fails.</summary>
public enum WaitBehavior
{
    /// <summary>Keeps waiting: someone may start it again.</summary>
    WaitOnResourceUnavailable = 0,

    /// <summary>Fails at once.</summary>
    StopOnResourceUnavailable = 1,
}
