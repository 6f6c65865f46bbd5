using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using Thesis.Hosting.Publishing.Manifest;

namespace Aspire.Hosting;

public static partial class JavaScriptHostingExtensions
{
    private const string NodeImage = "node:22-bookworm-slim";

    // Each that there is, of whichever package manager.
    private const string Lockfiles = "package*.json yarn.lock* pnpm-lock.yaml* bun.lock*";

    /// <summary>In a deployment the app is a container, built from its own Dockerfile or, without one, from one written for it.</summary>
    private static IResourceBuilder<NodeAppResource> PublishAsNodeContainer(this IResourceBuilder<NodeAppResource> app, string scriptPath) =>
        app.PublishAsDockerFile(container => container.WithGeneratedDockerfile(app.Resource, runs: true, context => $"""
            {ContainerFiles.Stages(context.Resource)}FROM {NodeImage} AS packages
            WORKDIR /app
            COPY {Lockfiles} ./
            RUN {Install(app.Resource)}{(ManagerOf(app.Resource) is "npm" ? " --omit=dev" : "")}

            FROM {NodeImage}
            ENV NODE_ENV=production HOST=0.0.0.0
            WORKDIR /app
            COPY --from=packages /app ./
            COPY . .
            {ContainerFiles.Copies(context.Resource)}USER node
            ENTRYPOINT ["node", "{scriptPath}"]

            """));

    /// <summary>In a deployment the app is built; what it makes is files for another container.</summary>
    private static IResourceBuilder<T> PublishAsBuiltFiles<T>(this IResourceBuilder<T> app)
        where T : JavaScriptAppResource =>
        app.PublishAsDockerFile(container => container.WithGeneratedDockerfile(app.Resource, runs: false, _ => $"""
            FROM {NodeImage}
            WORKDIR /app
            COPY {Lockfiles} ./
            RUN {Install(app.Resource)}
            COPY . .
            RUN {Build(app.Resource)}

            """));

    private static void WithGeneratedDockerfile(this IResourceBuilder<ContainerResource> container, JavaScriptAppResource app, bool runs, Func<DockerfileFactoryContext, string> text)
    {
        var own = Path.Combine(app.WorkingDirectory, "Dockerfile");
        if (!File.Exists(own))
        {
            container.WithAnnotation(
                new DockerfileBuildAnnotation(app.WorkingDirectory, own, stage: null) { DockerfileFactory = context => Task.FromResult(text(context)), HasEntrypoint = runs },
                ResourceAnnotationMutationBehavior.Replace);
        }
    }

    private static string? ManagerOf(JavaScriptAppResource app) => app.TryGetLastAnnotation<JavaScriptPackageManagerAnnotation>(out var manager) ? manager.ExecutableName : null;

    private static string Install(JavaScriptAppResource app) => ManagerOf(app) switch
    {
        null => "true",
        "npm" when File.Exists(Path.Combine(app.WorkingDirectory, "package-lock.json")) => "npm ci",
        "npm" => "npm install",
        "bun" => "npm install --global bun && bun install",
        var manager => $"corepack enable && {manager} install",
    };

    private static string Build(JavaScriptAppResource app)
    {
        var script = app.TryGetLastAnnotation<JavaScriptBuildScriptAnnotation>(out var own) ? own : new JavaScriptBuildScriptAnnotation("build", null);
        var arguments = script.Args.Length > 0 ? $" -- {string.Join(' ', script.Args)}" : "";
        return $"{ManagerOf(app) ?? "npm"} run {script.ScriptName}{arguments}";
    }
}
