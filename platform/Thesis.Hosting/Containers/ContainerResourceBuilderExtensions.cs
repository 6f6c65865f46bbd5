using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds containers. They are for deployments: in run mode only servers with a native program start.</summary>
public static partial class ContainerResourceBuilderExtensions
{
    /// <summary>Adds a container of an image, which may end with a tag (<c>name:tag</c>) or a digest (<c>name@sha256:…</c>).</summary>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, [ResourceName] string name, string image) =>
        builder.AddResource(new ContainerResource(name)).WithImage(image);

    /// <summary>Adds a container of an image and tag.</summary>
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, [ResourceName] string name, string image, string tag) =>
        builder.AddContainer(name, image).WithImageTag(tag);

    /// <summary>Chooses the image, which may end with a tag or a digest; an explicit tag wins.</summary>
    public static IResourceBuilder<T> WithImage<T>(this IResourceBuilder<T> builder, string image, string? tag = null)
        where T : ContainerResource
    {
        var parsed = ImageReference.Parse(image);
        if (tag is not null && parsed.Sha256 is not null)
        {
            throw new ArgumentException($"The image '{image}' has a digest, so it takes no tag: leave out '{tag}' or the digest.", nameof(tag));
        }

        var annotation = Image(builder.Resource);
        if (annotation is null)
        {
            annotation = new ContainerImageAnnotation { Image = parsed.Name };
            builder.WithAnnotation(annotation);
        }

        annotation.Registry = parsed.Registry ?? annotation.Registry;
        annotation.Image = parsed.Name;
        annotation.SHA256 = parsed.Sha256;
        annotation.Tag = parsed.Sha256 is null ? tag ?? parsed.Tag ?? "latest" : null;
        return builder;
    }

    /// <summary>Chooses the image's tag.</summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag)
        where T : ContainerResource
    {
        var image = RequiredImage(builder.Resource);
        image.SHA256 = null;
        image.Tag = tag;
        return builder;
    }

    /// <summary>Chooses the registry's host; null for the engine's default.</summary>
    public static IResourceBuilder<T> WithImageRegistry<T>(this IResourceBuilder<T> builder, string? registry)
        where T : ContainerResource
    {
        RequiredImage(builder.Resource).Registry = registry;
        return builder;
    }

    /// <summary>Pins the image to a digest (64 hexadecimal digits) instead of a tag.</summary>
    public static IResourceBuilder<T> WithImageSHA256<T>(this IResourceBuilder<T> builder, string sha256)
        where T : ContainerResource
    {
        var image = RequiredImage(builder.Resource);
        image.Tag = null;
        image.SHA256 = sha256;
        return builder;
    }

    /// <summary>Runs a program of the image instead of the image's own.</summary>
    public static IResourceBuilder<T> WithEntrypoint<T>(this IResourceBuilder<T> builder, string entrypoint)
        where T : ContainerResource
    {
        builder.Resource.Entrypoint = entrypoint;
        return builder;
    }

    /// <summary>Mounts a volume; an anonymous one when the name is null.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(name, target, ContainerMountType.Volume, isReadOnly));

    /// <summary>Mounts an anonymous volume.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string target)
        where T : ContainerResource => builder.WithVolume(null, target);

    /// <summary>Mounts a file or directory of the host, relative to the AppHost's directory.</summary>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target, ContainerMountType.BindMount, isReadOnly));

    /// <summary>Names the container for its engine.</summary>
    public static IResourceBuilder<T> WithContainerName<T>(this IResourceBuilder<T> builder, string name)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerNameAnnotation { Name = name }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Says whether the container ends with the run.</summary>
    public static IResourceBuilder<T> WithLifetime<T>(this IResourceBuilder<T> builder, ContainerLifetime lifetime)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerLifetimeAnnotation { Lifetime = lifetime }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Gives the container's engine arguments. They count where containers run; deployments have no place for them.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : ContainerResource => builder.WithContainerRuntimeArgs(context =>
        {
            foreach (var arg in args)
            {
                context.Args.Add(arg);
            }
        });

    /// <summary>Gives the container's engine arguments that a function adds when the container starts.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, Action<ContainerRuntimeArgsCallbackContext> callback)
        where T : ContainerResource => builder.WithContainerRuntimeArgs(context =>
        {
            callback(context);
            return Task.CompletedTask;
        });

    /// <summary>Gives the container's engine arguments that a function adds when the container starts.</summary>
    public static IResourceBuilder<T> WithContainerRuntimeArgs<T>(this IResourceBuilder<T> builder, Func<ContainerRuntimeArgsCallbackContext, Task> callback)
        where T : ContainerResource => builder.WithAnnotation(new ContainerRuntimeArgsCallbackAnnotation(callback));

    /// <summary>Says when the image is fetched although there is one.</summary>
    public static IResourceBuilder<T> WithImagePullPolicy<T>(this IResourceBuilder<T> builder, ImagePullPolicy pullPolicy)
        where T : ContainerResource =>
        builder.WithAnnotation(new ContainerImagePullPolicyAnnotation { ImagePullPolicy = pullPolicy }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Chooses whether a proxy may listen on the container's ports for it.</summary>
    public static IResourceBuilder<T> WithEndpointProxySupport<T>(this IResourceBuilder<T> builder, bool proxyEnabled)
        where T : ContainerResource =>
        builder.WithAnnotation(new ProxySupportAnnotation { ProxyEnabled = proxyEnabled }, ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Writes the resource to the manifest as a container, which it is anyway unless something else was said.</summary>
    public static IResourceBuilder<T> PublishAsContainer<T>(this IResourceBuilder<T> builder)
        where T : ContainerResource
    {
        foreach (var callback in builder.Resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().ToArray())
        {
            builder.Resource.Annotations.Remove(callback);
        }

        return builder;
    }

    private static ContainerImageAnnotation? Image(ContainerResource resource) =>
        resource.Annotations.OfType<ContainerImageAnnotation>().LastOrDefault();

    private static ContainerImageAnnotation RequiredImage(ContainerResource resource) => Image(resource)
        ?? throw new InvalidOperationException($"The resource '{resource.Name}' has no image yet: call WithImage first.");
}
