using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Publishing.Deployment;

/// <summary>One thing that runs in a deployment.</summary>
internal sealed record Workload
{
    public required IResource Resource { get; init; }

    public required string Name { get; init; }

    /// <summary>The image; of the application's own, without registry and tag.</summary>
    public required string Image { get; init; }

    /// <summary>Whether the image is built from the application's own code.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>When the image is fetched; as the platform does by itself where nothing is said.</summary>
    public ImagePullPolicy PullPolicy => Resource.TryGetLastAnnotation<ContainerImagePullPolicyAnnotation>(out var annotation) ? annotation.ImagePullPolicy : ImagePullPolicy.Default;

    public string? Entrypoint { get; init; }

    public required IReadOnlyList<DeployedText> Arguments { get; init; }

    public required IReadOnlyDictionary<string, Variable> Variables { get; init; }

    public required IReadOnlyList<WorkloadPort> Ports { get; init; }

    public required IReadOnlyList<ContainerMountAnnotation> Mounts { get; init; }

    public required Probes Probes { get; init; }

    public required ResourceSettings Settings { get; init; }

    /// <summary>What it connects to: the other's endpoints, by the other's name.</summary>
    public required ILookup<string, EndpointReference> Calls { get; init; }

    /// <summary>What must run before it.</summary>
    public required IReadOnlyList<WaitAnnotation> Waits { get; init; }

    /// <summary>Whether only the first environment has it: others bring their own server, or an address stands for it.</summary>
    public bool IsStandIn => !IsOwn || Settings.ReplacedBy.Count > 0;

    /// <summary>The user it runs as.</summary>
    public required int UserId { get; init; }
}

/// <summary>A variable of a workload.</summary>
/// <param name="Value">The value as the model has it.</param>
/// <param name="Text">The value where every resource is deployed.</param>
internal sealed record Variable(object Value, DeployedText Text)
{
    /// <summary>The key of the secret that holds the value, when there is a secret in it.</summary>
    public string? SecretKey { get; init; }
}

/// <summary>A port of a workload.</summary>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Port">What clients use.</param>
/// <param name="TargetPort">What the process binds.</param>
/// <param name="AppProtocol">What is spoken on it, as Kubernetes calls it.</param>
/// <param name="IsExternal">Whether people use it.</param>
internal sealed record WorkloadPort(string Name, int Port, int TargetPort, string AppProtocol, bool IsExternal);

/// <summary>How to ask a workload for its health: a path over HTTP, a command, or just a connection.</summary>
internal sealed record Probes(string Port, string? ReadyPath, string? LivePath, IReadOnlyList<string>? Command);
