using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Publishing;
using Thesis.Hosting.Parameters;

namespace Thesis.Hosting.Publishing.Manifest;

/// <summary>Writes <c>aspire-manifest.json</c>: the model, then what it refers to besides.</summary>
internal sealed class ManifestWriter
{
    private readonly ManifestPublishingContext _context;
    private readonly DistributedApplicationModel _model;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    private ManifestWriter(ManifestPublishingContext context, DistributedApplicationModel model)
    {
        _context = context;
        _model = model;
    }

    private Utf8JsonWriter Writer => _context.Writer;

    /// <summary>Writes the manifest to a file, whole or not at all; its directory is made.</summary>
    public static async Task WriteAsync(DistributedApplicationModel model, DistributedApplicationExecutionContext execution, string path, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            var context = new ManifestPublishingContext(execution, path, writer, cancellationToken);
            await new ManifestWriter(context, model).WriteAsync().ConfigureAwait(false);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
        await File.WriteAllBytesAsync(path, buffer.ToArray(), cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        Writer.WriteStartObject();
        Writer.WriteStartObject("resources");
        foreach (var resource in _model.Resources.ToArray())
        {
            await WriteResourceAsync(resource).ConfigureAwait(false);
        }

        // Writing one may refer to others: a parameter's default has no references, so this ends.
        for (var i = 0; i < _context.References.Resources.Count; i++)
        {
            if (_context.References.Resources[i] is ParameterResource parameter && !_written.Contains(parameter.Name))
            {
                await WriteResourceAsync(parameter).ConfigureAwait(false);
            }
        }

        WriteFormatted(_ => true);
        foreach (var (name, conditional) in _context.References.Conditionals)
        {
            await WriteConditionalAsync(name, conditional).ConfigureAwait(false);
        }

        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private async Task WriteResourceAsync(IResource resource)
    {
        var callback = resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().LastOrDefault();
        if (callback is { Callback: null } || resource is ExternalServiceResource || !_written.Add(resource.Name))
        {
            return;
        }

        Writer.WriteStartObject(resource.Name);
        await (callback?.Callback is { } own ? own(_context) : WriteKnownAsync(resource)).ConfigureAwait(false);
        Writer.WriteEndObject();
        if (resource is ParameterResource)
        {
            WriteFormatted(f => ReferenceEquals(f.Parameter, resource));
        }
    }

    private async Task WriteKnownAsync(IResource resource)
    {
        switch (resource)
        {
            case ProjectResource project:
                await WriteProjectAsync(project).ConfigureAwait(false);
                break;
            case ContainerResource container:
                await _context.WriteContainerAsync(container).ConfigureAwait(false);
                break;
            case ExecutableResource executable:
                await WriteExecutableAsync(executable).ConfigureAwait(false);
                break;
            case ParameterResource parameter:
                WriteParameter(parameter, isConnectionString: parameter.IsConnectionString);
                break;
            case ConfiguredConnectionStringResource configured:
                WriteParameter(configured.Parameter, isConnectionString: true);
                break;
            case IResourceWithConnectionString connection:
                Writer.WriteString("type", "value.v0");
                _context.WriteConnectionString(connection);
                break;
            default:
                throw new DistributedApplicationException(
                    $"The resource '{resource.Name}' ({resource.GetType().Name}) cannot be written to a manifest. Leave it out with ExcludeFromManifest, or say how with WithManifestPublishingCallback.");
        }
    }

    private async Task WriteProjectAsync(ProjectResource project)
    {
        var metadata = project.Annotations.OfType<IProjectMetadata>().LastOrDefault()
            ?? throw new DistributedApplicationException($"The project '{project.Name}' does not say where it is.");
        var target = ManifestPublishingContext.DeploymentTarget(project);
        Writer.WriteString("type", target is null ? "project.v0" : "project.v1");
        Writer.WriteString("path", _context.GetManifestRelativePath(metadata.ProjectPath));
        await _context.WriteDeploymentAsync(target).ConfigureAwait(false);
        _context.WriteContainerFiles(project);
        await _context.WriteCommandLineArgumentsAsync(project).ConfigureAwait(false);
        await _context.WriteEnvironmentVariablesAsync(project).ConfigureAwait(false);
        _context.WriteBindings(project);
    }

    private async Task WriteExecutableAsync(ExecutableResource executable)
    {
        Writer.WriteString("type", "executable.v0");
        _context.WriteConnectionString(executable);
        Writer.WriteString("workingDirectory", _context.GetManifestRelativePath(executable.WorkingDirectory));
        Writer.WriteString("command", executable.Command);
        _context.WriteContainerFiles(executable);
        await _context.WriteCommandLineArgumentsAsync(executable).ConfigureAwait(false);
        await _context.WriteEnvironmentVariablesAsync(executable).ConfigureAwait(false);
        _context.WriteBindings(executable);
    }

    private void WriteParameter(ParameterResource parameter, bool isConnectionString)
    {
        Writer.WriteString("type", "parameter.v0");
        if (isConnectionString)
        {
            Writer.WriteString("connectionString", $"{{{parameter.Name}.value}}");
        }

        Writer.WriteString("value", $"{{{parameter.Name}.inputs.value}}");
        Writer.WriteStartObject("inputs");
        Writer.WriteStartObject("value");
        Writer.WriteString("type", "string");
        if (parameter.Secret)
        {
            Writer.WriteBoolean("secret", true);
        }

        WriteDefault(parameter);
        Writer.WriteEndObject();
        Writer.WriteEndObject();
    }

    private void WriteDefault(ParameterResource parameter)
    {
        if (parameter.Default is { } value && !parameter.HasAnnotationOfType<UnpublishedDefaultAnnotation>())
        {
            Writer.WriteStartObject("default");
            value.WriteToManifest(_context);
            Writer.WriteEndObject();
        }
    }

    private void WriteFormatted(Predicate<FormattedParameter> which)
    {
        foreach (var (name, formatted) in _context.References.Formatted)
        {
            if (which(formatted) && _written.Add(name))
            {
                Writer.WriteStartObject(name);
                Writer.WriteString("type", "annotated.string");
                Writer.WriteString("value", formatted.Parameter.ValueExpression);
                Writer.WriteString("filter", formatted.Format);
                Writer.WriteEndObject();
            }
        }
    }

    private async Task WriteConditionalAsync(string name, ReferenceExpression conditional)
    {
        var condition = conditional.Condition is { } provider
            ? await provider.GetValueAsync(_context.CancellationToken).ConfigureAwait(false)
            : null;
        var branch = string.Equals(condition, conditional.MatchValue, StringComparison.OrdinalIgnoreCase) ? conditional.WhenTrue : conditional.WhenFalse;
        Writer.WriteStartObject(name);
        Writer.WriteString("type", "value.v0");
        Writer.WriteString("connectionString", branch is null ? "" : _context.References.Text(branch));
        Writer.WriteEndObject();
    }
}
