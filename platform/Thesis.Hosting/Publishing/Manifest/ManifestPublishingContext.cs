using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing;
using Thesis.Hosting.Publishing.Manifest;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the parts that resources' entries in a manifest have in common.</summary>
public sealed class ManifestPublishingContext
{
    private readonly ManifestReferences _references;
    private readonly PublishedPorts _ports;

    /// <summary>Starts a manifest.</summary>
    /// <param name="executionContext">The application's mode.</param>
    /// <param name="manifestPath">The manifest's file; paths in it are relative to its directory.</param>
    /// <param name="writer">Writes it.</param>
    /// <param name="cancellationToken">Calls it off.</param>
    public ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, CancellationToken cancellationToken = default)
        : this(executionContext, manifestPath, writer, new PublishedPorts(), cancellationToken)
    {
    }

    internal ManifestPublishingContext(DistributedApplicationExecutionContext executionContext, string manifestPath, Utf8JsonWriter writer, PublishedPorts ports, CancellationToken cancellationToken)
    {
        ExecutionContext = executionContext;
        ManifestPath = manifestPath;
        Writer = writer;
        CancellationToken = cancellationToken;
        _ports = ports;
        _references = new ManifestReferences();
    }

    /// <summary>The application's mode.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>The manifest's file.</summary>
    public string ManifestPath { get; }

    /// <summary>Writes the manifest.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>Calls the publishing off.</summary>
    public CancellationToken CancellationToken { get; }

    internal ManifestReferences References => _references;

    private string Directory => Path.GetDirectoryName(Path.GetFullPath(ManifestPath)) ?? "/";

    /// <summary>A path as the manifest has it: relative to the manifest, with <c>/</c>; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(path))]
    public string? GetManifestRelativePath(string? path) =>
        path is null ? null : Path.GetRelativePath(Directory, path).Replace('\\', '/');

    /// <summary>Notes what a value refers to, so that the manifest has an entry for it.</summary>
    public void TryAddDependentResources(object? value)
    {
        if (value is not null)
        {
            _references.Text(value);
        }
    }

    /// <summary>Writes a container: its image or build, its program, mounts, variables and endpoints.</summary>
    public async Task WriteContainerAsync(ContainerResource container)
    {
        var build = container.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault();
        var target = DeploymentTarget(container);
        Writer.WriteString("type", build is null && target is null ? "container.v0" : "container.v1");
        WriteConnectionString(container);
        if (build is not null)
        {
            await WriteBuildAsync(container, build).ConfigureAwait(false);
        }
        else
        {
            Writer.WriteString("image", ImageReference.Of(container) ?? throw new DistributedApplicationException(
                $"The container '{container.Name}' has neither an image nor a Dockerfile. Call WithImage or WithDockerfile, or leave it out with ExcludeFromManifest."));
        }

        await WriteDeploymentAsync(target).ConfigureAwait(false);
        if (container.Entrypoint is { } entrypoint)
        {
            Writer.WriteString("entrypoint", entrypoint);
        }

        await WriteCommandLineArgumentsAsync(container).ConfigureAwait(false);
        WriteContainerFiles(container);
        WriteMounts(container, ContainerMountType.BindMount);
        WriteMounts(container, ContainerMountType.Volume);
        await WriteEnvironmentVariablesAsync(container).ConfigureAwait(false);
        WriteBindings(container);
    }

    /// <summary>Writes the connection string, if the resource has one.</summary>
    public void WriteConnectionString(IResource resource)
    {
        if (resource is IResourceWithConnectionString connection)
        {
            Writer.WriteString("connectionString", _references.Text(connection.ConnectionStringExpression));
        }
    }

    /// <summary>Writes the arguments, if there are any.</summary>
    public async Task WriteCommandLineArgumentsAsync(IResource resource)
    {
        var arguments = await PublishedValues.ArgumentsAsync(resource, ExecutionContext, CancellationToken).ConfigureAwait(false);
        if (arguments.Count == 0)
        {
            return;
        }

        Writer.WriteStartArray("args");
        foreach (var argument in arguments)
        {
            Writer.WriteStringValue(_references.Text(argument));
        }

        Writer.WriteEndArray();
    }

    /// <summary>Writes the variables, if there are any.</summary>
    public async Task WriteEnvironmentVariablesAsync(IResource resource)
    {
        var variables = await PublishedValues.EnvironmentAsync(resource, ExecutionContext, CancellationToken).ConfigureAwait(false);
        if (variables.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("env");
        foreach (var (name, value) in variables)
        {
            Writer.WriteString(name, _references.Text(value));
        }

        Writer.WriteEndObject();
    }

    /// <summary>Writes the endpoints, if there are any.</summary>
    public void WriteBindings(IResource resource)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToArray();
        if (endpoints.Length == 0)
        {
            return;
        }

        Writer.WriteStartObject("bindings");
        foreach (var endpoint in endpoints)
        {
            var ports = _ports.Of(resource, endpoint);
            Writer.WriteStartObject(endpoint.Name);
            Writer.WriteString("scheme", endpoint.UriScheme);
            Writer.WriteString("protocol", endpoint.Protocol == System.Net.Sockets.ProtocolType.Udp ? "udp" : "tcp");
            Writer.WriteString("transport", endpoint.Transport);
            WritePort("port", ports.Port);
            WritePort("targetPort", ports.TargetPort);
            if (endpoint.IsExternal)
            {
                Writer.WriteBoolean("external", true);
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    private void WritePort(string name, int? port)
    {
        if (port is { } number)
        {
            Writer.WriteNumber(name, number);
        }
    }

    /// <summary>How the resource's target says it is deployed; null when it has none that says so.</summary>
    internal static Func<ManifestPublishingContext, Task>? DeploymentTarget(IResource resource) =>
        resource.Annotations.OfType<DeploymentTargetAnnotation>().LastOrDefault()?.DeploymentTarget
            .Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault()?.Callback;

    /// <summary>Writes how a resource is deployed, if its target says so.</summary>
    internal async Task WriteDeploymentAsync(Func<ManifestPublishingContext, Task>? target)
    {
        if (target is not null)
        {
            Writer.WriteStartObject("deployment");
            await target(this).ConfigureAwait(false);
            Writer.WriteEndObject();
        }
    }

    /// <summary>Writes which files of other images go into the resource's, if any do.</summary>
    internal void WriteContainerFiles(IResource resource)
    {
        var destinations = resource.Annotations.OfType<ContainerFilesDestinationAnnotation>().ToArray();
        if (destinations.Length == 0)
        {
            return;
        }

        Writer.WriteStartObject("containerFiles");
        foreach (var destination in destinations)
        {
            Writer.WriteStartObject(destination.Source.Name);
            Writer.WriteString("destination", destination.DestinationPath);
            Writer.WriteStartArray("sources");
            foreach (var path in ContainerFiles.PathsOf(destination))
            {
                Writer.WriteStringValue(path);
            }

            Writer.WriteEndArray();
            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    private async Task WriteBuildAsync(ContainerResource container, DockerfileBuildAnnotation build)
    {
        Writer.WriteStartObject("build");
        Writer.WriteString("context", GetManifestRelativePath(build.ContextPath));
        Writer.WriteString("dockerfile", build.DockerfileFactory is not { } factory
            ? GetManifestRelativePath(build.DockerfilePath)
            : await GeneratedDockerfile.WriteAsync(container, factory, this, Directory).ConfigureAwait(false));
        if (build.Stage is { } stage)
        {
            Writer.WriteString("stage", stage);
        }

        if (!build.HasEntrypoint)
        {
            Writer.WriteBoolean("buildOnly", true);
        }

        WriteBuildArguments(build);
        WriteBuildSecrets(build);
        Writer.WriteEndObject();
    }

    private void WriteBuildArguments(DockerfileBuildAnnotation build)
    {
        if (build.BuildArguments.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("args");
        foreach (var (name, value) in build.BuildArguments)
        {
            Writer.WriteString(name, value is null ? "" : _references.Text(value));
        }

        Writer.WriteEndObject();
    }

    private void WriteBuildSecrets(DockerfileBuildAnnotation build)
    {
        if (build.BuildSecrets.Count == 0)
        {
            return;
        }

        Writer.WriteStartObject("secrets");
        foreach (var (name, value) in build.BuildSecrets)
        {
            Writer.WriteStartObject(name);
            if (value is FileInfo file)
            {
                Writer.WriteString("type", "file");
                Writer.WriteString("source", GetManifestRelativePath(file.FullName));
            }
            else
            {
                Writer.WriteString("type", "env");
                Writer.WriteString("value", _references.Text(value));
            }

            Writer.WriteEndObject();
        }

        Writer.WriteEndObject();
    }

    private void WriteMounts(ContainerResource container, ContainerMountType type)
    {
        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().Where(m => m.Type == type).ToArray();
        if (mounts.Length == 0)
        {
            return;
        }

        Writer.WriteStartArray(type == ContainerMountType.BindMount ? "bindMounts" : "volumes");
        foreach (var mount in mounts)
        {
            Writer.WriteStartObject();
            if (type == ContainerMountType.BindMount)
            {
                Writer.WriteString("source", GetManifestRelativePath(mount.Source));
            }
            else if (mount.Source is { } name)
            {
                Writer.WriteString("name", name);
            }

            Writer.WriteString("target", mount.Target);
            Writer.WriteBoolean("readOnly", mount.IsReadOnly);
            Writer.WriteEndObject();
        }

        Writer.WriteEndArray();
    }
}
