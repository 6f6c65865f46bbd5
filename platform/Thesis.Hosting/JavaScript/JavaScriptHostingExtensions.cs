using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using Microsoft.Extensions.Hosting;
using Thesis.Hosting.JavaScript;
using Thesis.Hosting.Orchestration;

namespace Aspire.Hosting;

/// <summary>Adds JavaScript programs.</summary>
public static partial class JavaScriptHostingExtensions
{
    /// <summary>Adds a program that Node runs. It has no endpoint until one is declared.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appDirectory">Where it is, relative to the AppHost's directory.</param>
    /// <param name="scriptPath">The file that Node runs, relative to <paramref name="appDirectory"/>.</param>
    public static IResourceBuilder<NodeAppResource> AddNodeApp(this IDistributedApplicationBuilder builder, string name, string appDirectory, string scriptPath)
    {
        var directory = Path.GetFullPath(appDirectory, builder.AppHostDirectory);
        var app = builder.AddProgram(new NodeAppResource(name, "node", directory), []).WithDefaults()
            .WithArgs(context =>
            {
                if (context.Resource.TryGetLastAnnotation<JavaScriptRunScriptAnnotation>(out var script))
                {
                    AddScript(context.Args, script);
                }
                else
                {
                    context.Args.Add(scriptPath);
                }
            });
        app = File.Exists(Path.Combine(directory, "package.json")) ? app.WithNpm() : app;
        return app.PublishAsNodeContainer(scriptPath);
    }

    /// <summary>Adds a program that a script of its <c>package.json</c> runs. It has no endpoint until one is declared.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appDirectory">Where it is, relative to the AppHost's directory.</param>
    /// <param name="runScriptName">The script.</param>
    public static IResourceBuilder<JavaScriptAppResource> AddJavaScriptApp(this IDistributedApplicationBuilder builder, string name, string appDirectory, string runScriptName = "dev")
    {
        var directory = Path.GetFullPath(appDirectory, builder.AppHostDirectory);
        return builder.AddProgram(new JavaScriptAppResource(name, "npm", directory), []).WithDefaults()
            .WithNpm()
            .WithRunScript(runScriptName)
            .WithArgs(context =>
            {
                if (context.Resource.TryGetLastAnnotation<JavaScriptRunScriptAnnotation>(out var script))
                {
                    AddScript(context.Args, script);
                }
            })
            .WithContainerFilesSource("/app/dist")
            .PublishAsBuiltFiles();
    }

    /// <summary>Installs the app's packages with npm before it starts.</summary>
    /// <param name="resource">The app.</param>
    /// <param name="install">Whether to install with the application; otherwise only by the installer's start command.</param>
    /// <param name="installCommand">npm's command; <c>install</c> in run mode when null.</param>
    /// <param name="installArgs">More arguments for npm.</param>
    public static IResourceBuilder<TResource> WithNpm<TResource>(this IResourceBuilder<TResource> resource, bool install = true, string? installCommand = null, string[]? installArgs = null)
        where TResource : JavaScriptAppResource
    {
        resource.WithAnnotation(new JavaScriptPackageManagerAnnotation("npm", "run", "/root/.npm"), ResourceAnnotationMutationBehavior.Replace)
            .WithAnnotation(new JavaScriptInstallCommandAnnotation([installCommand ?? "install", .. installArgs ?? []]), ResourceAnnotationMutationBehavior.Replace);
        if (resource.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            resource.WithInstaller(install);
        }

        return resource;
    }

    /// <summary>Chooses the script of <c>package.json</c> that runs the app.</summary>
    public static IResourceBuilder<TResource> WithRunScript<TResource>(this IResourceBuilder<TResource> resource, string scriptName, string[]? args = null)
        where TResource : JavaScriptAppResource
    {
        resource.WithCommand("npm");
        return resource.WithAnnotation(new JavaScriptRunScriptAnnotation(scriptName, args), ResourceAnnotationMutationBehavior.Replace);
    }

    private static IResourceBuilder<T> WithDefaults<T>(this IResourceBuilder<T> builder)
        where T : JavaScriptAppResource =>
        builder.WithOtlpExporter()
            .WithEnvironment("NODE_ENV", builder.ApplicationBuilder.Environment.IsDevelopment() ? "development" : "production");

    private static void WithInstaller<T>(this IResourceBuilder<T> app, bool install)
        where T : JavaScriptAppResource
    {
        if (!app.Resource.TryGetLastAnnotation<JavaScriptPackageInstallerAnnotation>(out var existing))
        {
            var added = app.ApplicationBuilder
                .AddProgram(new JavaScriptInstallerResource($"{app.Resource.Name}-installer", app.Resource.WorkingDirectory), [])
                .WithArgs(context =>
                {
                    foreach (var arg in app.Resource.Annotations.OfType<JavaScriptInstallCommandAnnotation>().Last().Args)
                    {
                        context.Args.Add(arg);
                    }
                })
                .WithAnnotation(new NativeProcessAnnotation(new InstallerProcess(app.Resource).PlanAsync), ResourceAnnotationMutationBehavior.Replace)
                .WithParentRelationship(app.Resource)
                .ExcludeFromManifest();
            app.WithAnnotation(new JavaScriptPackageInstallerAnnotation(added.Resource)).WaitForCompletion(added);
            existing = app.Resource.Annotations.OfType<JavaScriptPackageInstallerAnnotation>().Last();
        }

        if (!install)
        {
            app.ApplicationBuilder.CreateResourceBuilder(existing.Resource).WithExplicitStart();
            foreach (var wait in app.Resource.Annotations.OfType<WaitAnnotation>().Where(w => ReferenceEquals(w.Resource, existing.Resource)).ToArray())
            {
                app.Resource.Annotations.Remove(wait);
            }
        }
    }

    private static void AddScript(IList<object> args, JavaScriptRunScriptAnnotation script)
    {
        args.Add("run");
        args.Add(script.ScriptName);
        if (script.Args.Length > 0)
        {
            args.Add("--");
            foreach (var arg in script.Args)
            {
                args.Add(arg);
            }
        }
    }
}
