using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;

namespace Aspire.Hosting;

public static partial class JavaScriptHostingExtensions
{
    /// <summary>Adds an app that Vite serves, with an endpoint <c>http</c> whose port it gets as <c>PORT</c> and as an argument.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appDirectory">Where it is, relative to the AppHost's directory.</param>
    /// <param name="runScriptName">The script of its <c>package.json</c>.</param>
    public static IResourceBuilder<ViteAppResource> AddViteApp(this IDistributedApplicationBuilder builder, string name, string appDirectory, string runScriptName = "dev")
    {
        var directory = Path.GetFullPath(appDirectory, builder.AppHostDirectory);
        var app = builder.AddProgram(new ViteAppResource(name, "npm", directory), []).WithDefaults()
            .WithNpm()
            .WithRunScript(runScriptName)
            .WithHttpEndpoint(env: "PORT");
        app.WithArgs(context =>
            {
                if (context.Resource.TryGetLastAnnotation<JavaScriptRunScriptAnnotation>(out var script))
                {
                    AddScript(context.Args, script);
                }

                if (script is null or { Args.Length: 0 } && NeedsSeparator(context.Resource))
                {
                    context.Args.Add("--");
                }

                context.Args.Add("--port");
                context.Args.Add(app.GetEndpoint("http").Property(EndpointProperty.TargetPort));
                if (context.Resource.TryGetLastAnnotation<ViteConfigAnnotation>(out var config))
                {
                    context.Args.Add("--config");
                    context.Args.Add(config.Path);
                }
            })
            .WithContainerFilesSource("/app/dist")
            .PublishAsBuiltFiles();
        return app;
    }

    /// <summary>Adds a program that Bun runs. It has no endpoint until one is declared.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="appDirectory">Where it is, relative to the AppHost's directory.</param>
    /// <param name="scriptPath">The file that Bun runs, relative to <paramref name="appDirectory"/>.</param>
    public static IResourceBuilder<BunAppResource> AddBunApp(this IDistributedApplicationBuilder builder, string name, string appDirectory, string scriptPath)
    {
        var directory = Path.GetFullPath(appDirectory, builder.AppHostDirectory);
        var app = builder.AddProgram(new BunAppResource(name, "bun", directory), []).WithDefaults().WithArgs("run", scriptPath);
        return File.Exists(Path.Combine(directory, "package.json")) ? app.WithBun() : app;
    }

    /// <summary>Installs the app's packages with Yarn before it starts.</summary>
    /// <param name="resource">The app.</param>
    /// <param name="install">Whether to install with the application; otherwise only by the installer's start command.</param>
    /// <param name="installArgs">More arguments of the installation.</param>
    public static IResourceBuilder<TResource> WithYarn<TResource>(this IResourceBuilder<TResource> resource, bool install = true, string[]? installArgs = null)
        where TResource : JavaScriptAppResource => resource.WithPackageManager("yarn", "/root/.yarn", null, install, installArgs);

    /// <summary>Installs the app's packages with pnpm before it starts.</summary>
    /// <param name="resource">The app.</param>
    /// <param name="install">Whether to install with the application; otherwise only by the installer's start command.</param>
    /// <param name="installArgs">More arguments of the installation.</param>
    public static IResourceBuilder<TResource> WithPnpm<TResource>(this IResourceBuilder<TResource> resource, bool install = true, string[]? installArgs = null)
        where TResource : JavaScriptAppResource => resource.WithPackageManager("pnpm", "/pnpm/store", null, install, installArgs);

    /// <summary>Installs the app's packages with Bun before it starts.</summary>
    /// <param name="resource">The app.</param>
    /// <param name="install">Whether to install with the application; otherwise only by the installer's start command.</param>
    /// <param name="installArgs">More arguments of the installation.</param>
    public static IResourceBuilder<TResource> WithBun<TResource>(this IResourceBuilder<TResource> resource, bool install = true, string[]? installArgs = null)
        where TResource : JavaScriptAppResource => resource.WithPackageManager("bun", "/root/.bun/install/cache", null, install, installArgs);

    /// <summary>Chooses the script of the app's <c>package.json</c> that builds it for a deployment.</summary>
    public static IResourceBuilder<TResource> WithBuildScript<TResource>(this IResourceBuilder<TResource> resource, string scriptName, string[]? args = null)
        where TResource : JavaScriptAppResource =>
        resource.WithAnnotation(new JavaScriptBuildScriptAnnotation(scriptName, args), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Chooses Vite's configuration file.</summary>
    public static IResourceBuilder<ViteAppResource> WithViteConfig(this IResourceBuilder<ViteAppResource> builder, string configPath) =>
        builder.WithAnnotation(new ViteConfigAnnotation(configPath), ResourceAnnotationMutationBehavior.Replace);

    private static IResourceBuilder<T> WithPackageManager<T>(this IResourceBuilder<T> app, string name, string cacheMount, string? separator, bool install, string[]? installArgs)
        where T : JavaScriptAppResource
    {
        app.WithAnnotation(new JavaScriptPackageManagerAnnotation(name, "run", cacheMount) { CommandSeparator = separator }, ResourceAnnotationMutationBehavior.Replace)
            .WithAnnotation(new JavaScriptInstallCommandAnnotation(["install", .. installArgs ?? []]), ResourceAnnotationMutationBehavior.Replace);
        if (app.Resource.HasAnnotationOfType<JavaScriptRunScriptAnnotation>())
        {
            app.WithCommand(name);
        }

        if (app.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            app.WithInstaller(install);
        }

        return app;
    }

    private static bool NeedsSeparator(IResource resource) =>
        resource.TryGetLastAnnotation<JavaScriptPackageManagerAnnotation>(out var manager) && manager.ExecutableName == "npm";

    private sealed record ViteConfigAnnotation(string Path) : IResourceAnnotation;
}
