using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A part of the application: a name and a bag of annotations that say everything else about it.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application without regard to case.</summary>
    string Name { get; }

    /// <summary>What the fluent methods recorded, in the order of their calls.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>Marks a piece of information attached to a resource.</summary>
public interface IResourceAnnotation;

/// <summary>A resource whose process takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource whose process takes command-line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens on endpoints.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that may wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that never runs, and so cannot be waited for.</summary>
public interface IResourceWithoutLifetime : IResource;

/// <summary>A resource that takes health probes when it is deployed.</summary>
[Experimental("ASPIREPROBES001", UrlFormat = "https://aka.ms/aspire/diagnostics/{0}")]
public interface IResourceWithProbes : IResource;

/// <summary>A resource that a deployment turns into a running workload.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource that a deployment can copy files into.</summary>
public interface IContainerFilesDestinationResource : IResource;

/// <summary>A resource that lives and ends with another.</summary>
public interface IResourceWithParent : IResource
{
    /// <summary>The resource this one belongs to.</summary>
    IResource Parent { get; }
}

/// <summary>A resource that lives and ends with another of a known type.</summary>
/// <typeparam name="T">The parent's type.</typeparam>
public interface IResourceWithParent<out T> : IResourceWithParent
    where T : IResource
{
    IResource IResourceWithParent.Parent => Parent;

    /// <summary>The resource this one belongs to.</summary>
    new T Parent { get; }
}

/// <summary>A resource that clients reach by a connection string.</summary>
public interface IResourceWithConnectionString : IResource, IExpressionValue, IValueWithReferences
{
    /// <summary>The connection string, with references in place of what is only known at run time.</summary>
    ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>The variable that carries the connection string, when it is not <c>ConnectionStrings__name</c>.</summary>
    string? ConnectionStringEnvironmentVariable => null;

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    IEnumerable<object> IValueWithReferences.References => [ConnectionStringExpression];

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetConnectionStringAsync(cancellationToken);

    /// <summary>Resolves the connection string once its parts are known.</summary>
    ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ConnectionStringExpression.GetValueAsync(cancellationToken);

    /// <summary>The connection's single parts (host, port, …), each of which consumers get as a variable.</summary>
    IEnumerable<KeyValuePair<string, ReferenceExpression>> GetConnectionProperties() => [];
}
