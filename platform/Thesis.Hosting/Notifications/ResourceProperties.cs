using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Thesis.Hosting.Notifications;

/// <summary>The properties that the application itself gives to resources.</summary>
internal static class ResourceProperties
{
    public const string WaitingFor = "waiting.for";
    public const string ProcessId = "executable.pid";
    public const string Command = "executable.path";
    public const string Arguments = "executable.args";
    public const string WorkingDirectory = "executable.workDir";
    public const string Value = "Value";
    public const string Fault = "fault";

    public static ImmutableArray<ResourcePropertySnapshot> With(this ImmutableArray<ResourcePropertySnapshot> properties, string name, object? value, bool sensitive = false) =>
        properties.RemoveAll(p => p.Name == name).Add(new ResourcePropertySnapshot(name, value) { IsSensitive = sensitive });
}
