using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.JavaScript;

/// <summary>A JavaScript program.</summary>
public class JavaScriptAppResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory), IResourceWithServiceDiscovery, IResourceWithContainerFiles;

/// <summary>A program that Node runs.</summary>
public class NodeAppResource(string name, string command, string workingDirectory)
    : JavaScriptAppResource(name, command, workingDirectory), IContainerFilesDestinationResource;

/// <summary>Installs an app's packages before it starts.</summary>
public class JavaScriptInstallerResource(string name, string workingDirectory) : ExecutableResource(name, "npm", workingDirectory);

/// <summary>The script of <c>package.json</c> that runs the app.</summary>
public sealed class JavaScriptRunScriptAnnotation(string scriptName, string[]? args) : IResourceAnnotation
{
    /// <summary>The script's name.</summary>
    public string ScriptName { get; } = scriptName;

    /// <summary>Its arguments.</summary>
    public string[] Args { get; } = args ?? [];
}

/// <summary>The package manager of an app.</summary>
public sealed class JavaScriptPackageManagerAnnotation(string executableName, string? runScriptCommand, string? cacheMount = null) : IResourceAnnotation
{
    /// <summary>The package manager's program.</summary>
    public string ExecutableName { get; } = executableName;

    /// <summary>Its command that runs a script.</summary>
    public string? ScriptCommand { get; } = runScriptCommand;

    /// <summary>Where it keeps packages when an image is built.</summary>
    public string? CacheMount { get; } = cacheMount;

    /// <summary>What separates the manager's arguments from the script's.</summary>
    public string? CommandSeparator { get; init; }
}

/// <summary>The command line that installs an app's packages.</summary>
public sealed class JavaScriptInstallCommandAnnotation(string[] args) : IResourceAnnotation
{
    /// <summary>The package manager's arguments.</summary>
    public string[] Args { get; } = args;
}

/// <summary>The resource that installs an app's packages.</summary>
public sealed class JavaScriptPackageInstallerAnnotation(ExecutableResource installerResource) : IResourceAnnotation
{
    /// <summary>The installer.</summary>
    public ExecutableResource Resource { get; } = installerResource;
}
