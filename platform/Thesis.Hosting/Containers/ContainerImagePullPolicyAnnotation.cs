namespace Aspire.Hosting.ApplicationModel;

/// <summary>When a container's image is fetched from its registry.</summary>
public enum ImagePullPolicy
{
    /// <summary>As the engine does by itself.</summary>
    Default = 0,

    /// <summary>Before each start.</summary>
    Always = 1,

    /// <summary>When it is not there yet.</summary>
    Missing = 2,

    /// <summary>Never: it must be there.</summary>
    Never = 3,
}

/// <summary>Says when a container's image is fetched.</summary>
public sealed class ContainerImagePullPolicyAnnotation : IResourceAnnotation
{
    /// <summary>When.</summary>
    public required ImagePullPolicy ImagePullPolicy { get; set; }
}
