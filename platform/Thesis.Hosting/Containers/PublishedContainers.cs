using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A program that a deployment runs as a container built from its directory.</summary>
internal sealed class ExecutableContainerResource(ExecutableResource er) : ContainerResource(er.Name)
{
    public ExecutableResource Executable => er;

    public override ResourceAnnotationCollection Annotations => er.Annotations;
}

/// <summary>A project that a deployment runs as a container built from a Dockerfile of its own.</summary>
internal sealed class ProjectContainerResource(ProjectResource project) : ContainerResource(project.Name)
{
    public override ResourceAnnotationCollection Annotations => project.Annotations;
}

internal static class PublishedContainers
{
    /// <summary>Puts a container, which shares its annotations, in a resource's place in the model.</summary>
    public static IResourceBuilder<ContainerResource> Replace<T>(IResourceBuilder<IResource> builder, Func<T> container, string contextPath, Action<IResourceBuilder<ContainerResource>>? configure)
        where T : ContainerResource
    {
        var resources = builder.ApplicationBuilder.Resources;
        if (builder.ApplicationBuilder.TryCreateResourceBuilder<ContainerResource>(builder.Resource.Name, out var existing))
        {
            configure?.Invoke(existing);
            return existing;
        }

        var made = container();
        resources[resources.IndexOf(builder.Resource)] = made;
        var added = builder.ApplicationBuilder.CreateResourceBuilder<ContainerResource>(made)
            .WithImage(builder.Resource.Name)
            .WithDockerfile(contextPath)
            .WithArgs(context => context.Args.Clear());
        configure?.Invoke(added);
        return added;
    }
}
