using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.JavaScript;

/// <summary>An app that Vite serves.</summary>
public class ViteAppResource(string name, string command, string workingDirectory) : JavaScriptAppResource(name, command, workingDirectory);

/// <summary>A program that Bun runs.</summary>
public sealed class BunAppResource(string name, string command, string workingDirectory)
    : JavaScriptAppResource(name, command, workingDirectory), IContainerFilesDestinationResource;

/// <summary>The script that builds an app for a deployment.</summary>
public sealed class JavaScriptBuildScriptAnnotation(string scriptName, string[]? args) : IResourceAnnotation
{
    /// <summary>The script's name.</summary>
    public string ScriptName { get; } = scriptName;

    /// <summary>More arguments.</summary>
    public string[] Args { get; } = args ?? [];
}
