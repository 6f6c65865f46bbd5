using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ContainerResourceBuilderExtensions
{
    private const string DefaultDockerfile = "Dockerfile";

    /// <summary>Adds a container whose image is built from a Dockerfile.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to the context; <c>Dockerfile</c> when null.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<ContainerResource> AddDockerfile(this IDistributedApplicationBuilder builder, [ResourceName] string name, string contextPath, string? dockerfilePath = null, string? stage = null) =>
        builder.AddResource(new ContainerResource(name)).WithImage(name).WithDockerfile(contextPath, dockerfilePath, stage);

    /// <summary>Builds the container's image from a Dockerfile.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfilePath">The Dockerfile, relative to the context; <c>Dockerfile</c> when null.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<T> WithDockerfile<T>(this IResourceBuilder<T> builder, string contextPath, string? dockerfilePath = null, string? stage = null)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(contextPath);
        var context = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contextPath, builder.ApplicationBuilder.AppHostDirectory));
        var dockerfile = Path.GetFullPath(dockerfilePath ?? DefaultDockerfile, context);
        return builder.WithAnnotation(new DockerfileBuildAnnotation(context, dockerfile, stage), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Adds a container whose image is built from a Dockerfile that is written when the application is published.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfileFactory">Makes the Dockerfile's text.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<ContainerResource> AddDockerfileFactory(this IDistributedApplicationBuilder builder, [ResourceName] string name, string contextPath, Func<DockerfileFactoryContext, string> dockerfileFactory, string? stage = null) =>
        builder.AddDockerfileFactory(name, contextPath, context => Task.FromResult(dockerfileFactory(context)), stage);

    /// <summary>Adds a container whose image is built from a Dockerfile that is written when the application is published.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfileFactory">Makes the Dockerfile's text.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<ContainerResource> AddDockerfileFactory(this IDistributedApplicationBuilder builder, [ResourceName] string name, string contextPath, Func<DockerfileFactoryContext, Task<string>> dockerfileFactory, string? stage = null) =>
        builder.AddResource(new ContainerResource(name)).WithImage(name).WithDockerfileFactory(contextPath, dockerfileFactory, stage);

    /// <summary>Builds the container's image from a Dockerfile that is written when the application is published.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfileFactory">Makes the Dockerfile's text.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<T> WithDockerfileFactory<T>(this IResourceBuilder<T> builder, string contextPath, Func<DockerfileFactoryContext, string> dockerfileFactory, string? stage = null)
        where T : ContainerResource =>
        builder.WithDockerfileFactory(contextPath, context => Task.FromResult(dockerfileFactory(context)), stage);

    /// <summary>Builds the container's image from a Dockerfile that is written when the application is published.</summary>
    /// <param name="builder">The container.</param>
    /// <param name="contextPath">The directory the build may read, relative to the AppHost's.</param>
    /// <param name="dockerfileFactory">Makes the Dockerfile's text.</param>
    /// <param name="stage">The stage to build; the last when null.</param>
    public static IResourceBuilder<T> WithDockerfileFactory<T>(this IResourceBuilder<T> builder, string contextPath, Func<DockerfileFactoryContext, Task<string>> dockerfileFactory, string? stage = null)
        where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(contextPath);
        var context = Path.TrimEndingDirectorySeparator(Path.GetFullPath(contextPath, builder.ApplicationBuilder.AppHostDirectory));
        var written = new DockerfileBuildAnnotation(context, Path.Combine(context, DefaultDockerfile), stage) { DockerfileFactory = dockerfileFactory };
        return builder.WithAnnotation(written, ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>Gives the image's build an argument: a text, or a parameter's value.</summary>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, object? value)
        where T : ContainerResource
    {
        Build(builder.Resource).BuildArguments[name] = value is bool flag ? flag ? "true" : "false" : value;
        return builder;
    }

    /// <summary>Gives the image's build a parameter's value as an argument.</summary>
    /// <exception cref="InvalidOperationException">It is secret, and arguments stay readable in the image.</exception>
    public static IResourceBuilder<T> WithBuildArg<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value)
        where T : ContainerResource => value.Resource.Secret
        ? throw new InvalidOperationException($"The parameter '{value.Resource.Name}' is secret, and build arguments stay readable in the image: use WithBuildSecret.")
        : builder.WithBuildArg(name, (object)value.Resource);

    /// <summary>Gives the image's build a secret, which no layer keeps.</summary>
    public static IResourceBuilder<T> WithBuildSecret<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> value)
        where T : ContainerResource
    {
        Build(builder.Resource).BuildSecrets[name] = value.Resource;
        return builder;
    }

    private static DockerfileBuildAnnotation Build(ContainerResource resource) =>
        resource.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault()
        ?? throw new InvalidOperationException($"The resource '{resource.Name}' is not built from a Dockerfile: call WithDockerfile first.");
}
