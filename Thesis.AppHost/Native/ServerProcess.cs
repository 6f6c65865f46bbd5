using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Thesis.AppHost.Native;

/// <summary>A server's process in the place of its container: same name, same connection string, same annotations (environment, arguments, waits).</summary>
internal sealed class ServerProcess<T>(T server, string script, string directory) : ExecutableResource(server.Name, script, directory), IResourceWithConnectionString
    where T : ContainerResource, IResourceWithConnectionString
{
    public override ResourceAnnotationCollection Annotations => server.Annotations;

    public ReferenceExpression ConnectionStringExpression => server.ConnectionStringExpression;

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() => server.GetConnectionProperties();
}

internal static class ServerProcess
{
    /// <summary>Replaces a container by a script that is called with a data directory, a port and the container's arguments.</summary>
    public static IResourceBuilder<ServerProcess<T>> RunScript<T>(this IResourceBuilder<T> server, string script) where T : ContainerResource, IResourceWithConnectionString
    {
        var builder = server.ApplicationBuilder;
        var data = DataDirectory(server);
        RemoveContainer(server);
        var port = server.Resource.Annotations.OfType<EndpointAnnotation>().Single(e => e.Name == "tcp");
        (port.IsProxied, port.TargetPort) = (false, port.Port);
        server.Resource.Annotations.Insert(0, new CommandLineArgsCallbackAnnotation(args =>
        {
            args.Add(data);
            args.Add(server.GetEndpoint("tcp").Property(EndpointProperty.TargetPort));
        }));

        builder.Resources.Remove(server.Resource);
        var process = builder.AddResource(new ServerProcess<T>(server.Resource, Path.Combine(AppContext.BaseDirectory, "Native", script), builder.AppHostDirectory));
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) =>
        {
            AdoptChildren(process, server.Resource, start);
            return Task.CompletedTask;
        });
        return process;
    }

    // A volume is a directory of its name, which carries a hash of this checkout's path. Tests and --isolated keep nothing.
    private static string DataDirectory<T>(IResourceBuilder<T> server) where T : ContainerResource
    {
        var configuration = server.ApplicationBuilder.Configuration;
        var volume = server.Resource.Annotations.OfType<ContainerMountAnnotation>().FirstOrDefault()?.Source;
        if (volume is null || configuration.GetValue<bool>("DcpPublisher:RandomizePorts"))
        {
            return "-";
        }

        // The servers' own users cannot reach into root's home.
        var root = configuration["DataDirectory"]
            ?? (Environment.UserName == "root" ? "/var/lib/thesis" : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "thesis"));
        return Path.Combine(Path.GetFullPath(root), volume);
    }

    private static void RemoveContainer<T>(IResourceBuilder<T> server) where T : ContainerResource
    {
        Remove<ContainerImageAnnotation>(server.Resource);
        Remove<HealthCheckAnnotation>(server.Resource);
        if (server.Resource.Entrypoint is not null)
        {
            Remove<CommandLineArgsCallbackAnnotation>(server.Resource); // They are for a shell inside the image.
        }

#pragma warning disable ASPIRECERTIFICATES001 // For evaluation only, and the one way to have no TLS.
        server.WithoutHttpsCertificate().WithCertificateTrustScope(CertificateTrustScope.None);
#pragma warning restore ASPIRECERTIFICATES001
    }

    private static void Remove<T>(IResource resource) where T : IResourceAnnotation
    {
        foreach (var annotation in resource.Annotations.OfType<T>().ToArray())
        {
            resource.Annotations.Remove(annotation);
        }
    }

    // The databases in a server know the container as their parent.
    private static void AdoptChildren(IResourceBuilder<IResource> process, IResource container, BeforeStartEvent start)
    {
        var children = start.Model.Resources.Where(r => r is IResourceWithParent child && child.Parent == container).ToArray();
        foreach (var child in children)
        {
            process.ApplicationBuilder.CreateResourceBuilder(child).WithParentRelationship(process.Resource);
        }

        var stopping = start.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _ = ShowStateOfParentAsync(process.Resource, children, start.Services.GetRequiredService<ResourceNotificationService>(), stopping);
    }

    // Aspire does so for the children of containers.
    private static async Task ShowStateOfParentAsync(IResource parent, IResource[] children, ResourceNotificationService notifications, CancellationToken stopping)
    {
        ResourceStateSnapshot? last = null;
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                if (change.Resource != parent || change.Snapshot.State is not { } state || state == last)
                {
                    continue;
                }

                last = state;
                foreach (var child in children)
                {
                    await notifications.PublishUpdateAsync(child, snapshot => snapshot with
                    {
                        State = state,
                        StartTimeStamp = change.Snapshot.StartTimeStamp,
                        StopTimeStamp = change.Snapshot.StopTimeStamp,
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }
}
