using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Publishing.Deployment;
using Thesis.Hosting.Publishing.Kubernetes;

namespace Thesis.Hosting.Publishing.Compose;

/// <summary>How Compose builds an image from a Dockerfile: its stage, arguments and secrets.</summary>
internal static class ComposeBuild
{
    /// <summary>The build of a resource's image; null where there is no Dockerfile to build from.</summary>
    public static Map? Of(IResource resource, string directory, DeployedValues values) => Build(resource) is not { } build ? null
        : new Map
        {
            ["context"] = Path.GetRelativePath(directory, build.ContextPath),
            ["dockerfile"] = Path.GetRelativePath(build.ContextPath, build.DockerfilePath),
        }
        .With("target", build.Stage)
        .With("args", build.BuildArguments.Count == 0 ? null : Arguments(resource, build, values))
        .With("secrets", build.BuildSecrets.Count == 0 ? null : build.BuildSecrets.Keys.Select(key => SecretName(resource, key)).ToArray());

    /// <summary>Where the secrets of all builds come from: variables of <c>.env</c>.</summary>
    public static Map Secrets(IEnumerable<IResource> resources)
    {
        var secrets = new Map();
        foreach (var resource in resources)
        {
            foreach (var (key, value) in Build(resource)?.BuildSecrets ?? [])
            {
                secrets[SecretName(resource, key)] = value is FileInfo file
                    ? new Map { ["file"] = file.FullName }
                    : new Map { ["environment"] = SecretScript.Variable((ParameterResource)value) };
            }
        }

        return secrets;
    }

    /// <summary>The parameters that are secrets of a resource's build.</summary>
    public static IEnumerable<ParameterResource> Parameters(IResource resource) => Build(resource)?.BuildSecrets.Values.OfType<ParameterResource>() ?? [];

    private static DockerfileBuildAnnotation? Build(IResource resource) =>
        resource.Annotations.OfType<DockerfileBuildAnnotation>().LastOrDefault() is { DockerfileFactory: null } build ? build : null;

    /// <summary>Compose's secret has the name that the Dockerfile mounts.</summary>
    private static string SecretName(IResource resource, string key) => string.IsNullOrWhiteSpace(key)
        ? throw new DistributedApplicationException($"A secret of the build of '{resource.Name}' has no name.")
        : key;

    private static Map Arguments(IResource resource, DockerfileBuildAnnotation build, DeployedValues values)
    {
        var arguments = new Map();
        foreach (var (name, value) in build.BuildArguments)
        {
            var text = value is null ? null : values.Of(value);
            arguments[name] = text is { HasSecrets: true }
                ? throw new DistributedApplicationException($"The argument '{name}' of the build of '{resource.Name}' is a secret, and arguments stay readable in the image: use WithBuildSecret.")
                : ComposeWriter.Escaped(text?.Plain() ?? "");
        }

        return arguments;
    }
}
