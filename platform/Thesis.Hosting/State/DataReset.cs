using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.Hosting.State;

/// <summary>The command that makes a server begin anew, with an empty data directory.</summary>
internal static class DataReset
{
    public const string CommandName = "reset-data";

    /// <summary>Offers the command on a server that keeps its data.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="directory">Finds the directory.</param>
    public static IResourceBuilder<T> WithDataReset<T>(this IResourceBuilder<T> builder, Func<StateDirectory, string> directory)
        where T : IResource => builder.WithCommand(CommandName, "Reset data", ResetAsync(builder.Resource, directory), new CommandOptions
        {
            Description = "Stops it, deletes its data, and starts it with none.",
            ConfirmationMessage = $"All data of '{builder.Resource.Name}' will be lost. Go on?",
            UpdateState = _ => builder.Resource.HasAnnotationOfType<ContainerMountAnnotation>() ? ResourceCommandState.Enabled : ResourceCommandState.Hidden,
        });

    private static Func<ExecuteCommandContext, Task<ExecuteCommandResult>> ResetAsync(IResource resource, Func<StateDirectory, string> directory) => async context =>
    {
        var commands = context.ServiceProvider.GetRequiredService<ResourceCommandService>();
        await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StopCommand, context.CancellationToken).ConfigureAwait(false);
        var path = directory(context.ServiceProvider.GetRequiredService<StateDirectory>());
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos())
        {
            // The directory itself may be one that a user named, or a mount: it stays.
            if (entry is DirectoryInfo inner)
            {
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }

        return await commands.ExecuteCommandAsync(resource, KnownResourceCommands.StartCommand, context.CancellationToken).ConfigureAwait(false);
    };
}
