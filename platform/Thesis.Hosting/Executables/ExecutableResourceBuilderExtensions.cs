using Aspire.Hosting.ApplicationModel;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;

namespace Aspire.Hosting;

/// <summary>Adds programs.</summary>
public static partial class ExecutableResourceBuilderExtensions
{
    /// <summary>Adds a program.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="command">A path, or a name to look up in PATH.</param>
    /// <param name="workingDirectory">Where it starts, relative to the AppHost's directory.</param>
    /// <param name="args">Its arguments.</param>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, [ResourceName] string name, string command, string workingDirectory, params string[]? args) =>
        builder.AddProgram(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory)), args ?? []);

    /// <summary>Adds a program whose arguments may be known later.</summary>
    public static IResourceBuilder<ExecutableResource> AddExecutable(this IDistributedApplicationBuilder builder, [ResourceName] string name, string command, string workingDirectory, params object[]? args) =>
        builder.AddProgram(new ExecutableResource(name, command, Path.GetFullPath(workingDirectory, builder.AppHostDirectory)), args ?? []);

    /// <summary>Changes the program.</summary>
    public static IResourceBuilder<T> WithCommand<T>(this IResourceBuilder<T> builder, string command)
        where T : ExecutableResource
    {
        Executable(builder.Resource).Command = command;
        return builder;
    }

    /// <summary>Changes the directory it starts in, relative to the AppHost's.</summary>
    public static IResourceBuilder<T> WithWorkingDirectory<T>(this IResourceBuilder<T> builder, string workingDirectory)
        where T : ExecutableResource
    {
        Executable(builder.Resource).WorkingDirectory = Path.GetFullPath(workingDirectory, builder.ApplicationBuilder.AppHostDirectory);
        return builder;
    }

    internal static IResourceBuilder<T> AddProgram<T>(this IDistributedApplicationBuilder builder, T resource, object[] args)
        where T : ExecutableResource
    {
        var added = builder.AddResource(resource).WithAnnotation(new NativeProcessAnnotation((context, _) => Task.FromResult(
            new ProcessSpecification(resource.Command, context.Arguments, resource.WorkingDirectory) { Environment = context.Environment })));
        return args.Length == 0 ? added : added.WithArgs(args);
    }

    private static ExecutableAnnotation Executable(ExecutableResource resource) => resource.Annotations.OfType<ExecutableAnnotation>().Last();
}
