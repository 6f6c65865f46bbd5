using System.Globalization;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Model;

namespace Thesis.Hosting.Publishing;

/// <summary>What an application is made of, for people: what <c>--operation inspect</c> prints. Nothing is started, no secret is shown.</summary>
internal static class ModelDescription
{
    public static string Of(DistributedApplicationModel model)
    {
        var text = new StringBuilder();
        foreach (var resource in model.Resources)
        {
            text.Append(resource.Name).Append(" (").Append(ResourceKind.NameOf(resource)).AppendLine(")");
            foreach (var (what, values) in Facts(resource))
            {
                if (values.Length > 0)
                {
                    text.AppendLine(CultureInfo.InvariantCulture, $"  {what + ":",-12} {string.Join(", ", values)}");
                }
            }
        }

        text.AppendLine().AppendLine("Steps (--step NAME --output-path PATH):");
        foreach (var step in PublishingStep.All)
        {
            text.AppendLine(step.ToLine());
        }

        return text.ToString();
    }

    private static IEnumerable<(string What, string[] Values)> Facts(IResource resource)
    {
        var annotations = resource.Annotations;
        yield return ("source", [.. SourceOf(resource)]);
        yield return ("replicas", resource.GetReplicaCount() is > 1 and var count ? [$"{count}"] : []);
        yield return ("endpoints", [.. annotations.OfType<EndpointAnnotation>().Select(Describe)]);
        yield return ("volumes", [.. annotations.OfType<ContainerMountAnnotation>().Select(m => $"{m.Source ?? "(anonymous)"} at {m.Target}{(m.IsReadOnly ? ", read only" : "")}")]);
        yield return ("checks", [.. annotations.OfType<HealthCheckAnnotation>().Select(h => h.Key)]);
        yield return ("waits for", [.. annotations.OfType<WaitAnnotation>().Select(Describe).Distinct()]);
        yield return ("refers to", [.. annotations.OfType<ResourceRelationshipAnnotation>().Where(r => r.Type == "Reference").Select(r => r.Resource.Name).Distinct()]);
        yield return ("manifest", annotations.Contains(ManifestPublishingCallbackAnnotation.Ignore) ? ["left out"] : []);
        yield return ("value", resource is ParameterResource parameter ? [ValueOf(parameter)] : []);
    }

    private static IEnumerable<string> SourceOf(IResource resource) => resource switch
    {
        ProjectResource project => [project.GetProjectMetadata().ProjectPath],
        ExecutableResource executable => [$"{executable.Command} in {executable.WorkingDirectory}"],
        ExternalServiceResource external when external.Uri is { } address => [address.ToString()],
        _ => resource.Annotations.OfType<ContainerImageAnnotation>().TakeLast(1).Select(i => i.Tag is null ? i.Image : $"{i.Image}:{i.Tag}"),
    };

    private static string Describe(EndpointAnnotation endpoint)
    {
        var port = endpoint.Port ?? endpoint.TargetPort;
        return $"{endpoint.Name} {endpoint.UriScheme}{(endpoint.Transport is "http2" ? " (http2)" : "")} at {(port is null ? "any port" : $"port {port}")}{(endpoint.IsExternal ? ", external" : "")}";
    }

    private static string Describe(WaitAnnotation wait) => wait.WaitType switch
    {
        WaitType.WaitForCompletion => $"{wait.Resource.Name} to end with {wait.ExitCode}",
        WaitType.WaitUntilStarted => $"{wait.Resource.Name} to start",
        _ => wait.Resource.Name,
    };

    private static string ValueOf(ParameterResource parameter) =>
        $"{(parameter.Secret ? "secret, " : "")}{(parameter.Missing() is null ? "set" : $"missing: set {parameter.ConfigurationKey}")}";
}
