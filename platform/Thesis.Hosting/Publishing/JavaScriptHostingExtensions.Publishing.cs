using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;

namespace Aspire.Hosting;

public static partial class JavaScriptHostingExtensions
{
    private const string NodeImage = "node:22-bookworm-slim";

    /// <summary>In a deployment the app is a container, built from its own Dockerfile or, without one, from one written for it.</summary>
    private static IResourceBuilder<NodeAppResource> PublishAsNodeContainer(this IResourceBuilder<NodeAppResource> app, string scriptPath) =>
        app.PublishAsDockerFile(container => container.WithGeneratedDockerfile(app.Resource, runs: true, () => $"""
            FROM {NodeImage} AS packages
            WORKDIR /app
            COPY package*.json ./
            RUN {Install(app.Resource)}

            FROM {NodeImage}
            ENV NODE_ENV=production HOST=0.0.0.0
            WORKDIR /app
            COPY --from=packages /app ./
            COPY . .
            USER node
            ENTRYPOINT ["node", "{scriptPath}"]

            """));

    /// <summary>In a deployment the app is built; what it makes is files for another container.</summary>
    private static IResourceBuilder<JavaScriptAppResource> PublishAsBuiltFiles(this IResourceBuilder<JavaScriptAppResource> app) =>
        app.PublishAsDockerFile(container => container.WithGeneratedDockerfile(app.Resource, runs: false, () => $"""
            FROM {NodeImage}
            WORKDIR /app
            COPY package*.json ./
            RUN {Install(app.Resource)}
            COPY . .
            RUN npm run build

            """));

    private static void WithGeneratedDockerfile(this IResourceBuilder<ContainerResource> container, JavaScriptAppResource app, bool runs, Func<string> text)
    {
        var own = Path.Combine(app.WorkingDirectory, "Dockerfile");
        if (!File.Exists(own))
        {
            container.WithAnnotation(
                new DockerfileBuildAnnotation(app.WorkingDirectory, own, stage: null) { GeneratedText = text, HasEntrypoint = runs },
                ResourceAnnotationMutationBehavior.Replace);
        }
    }

    private static string Install(JavaScriptAppResource app) =>
        !File.Exists(Path.Combine(app.WorkingDirectory, "package.json")) ? "true"
            : File.Exists(Path.Combine(app.WorkingDirectory, "package-lock.json")) ? "npm ci --omit=dev"
            : "npm install --omit=dev";
}
