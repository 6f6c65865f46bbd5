using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

public class NodeTests
{
    private const string Server = """
        require('http').createServer((_, answer) => answer.end(process.env.NODE_ENV)).listen(process.env.PORT);
        """;

    [Fact]
    public async Task A_Node_app_gets_its_port_and_is_checked()
    {
        using var directory = new TemporaryDirectory();
        directory.File("server.js", Server);
        await using var builder = TestApplication.Create();
        builder.AddNodeApp("web", directory.Path, "server.js").WithHttpEndpoint(env: "PORT").WithHttpHealthCheck("/");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("web");
        using var client = app.CreateHttpClient("web", "http");

        Assert.Equal("development", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        Assert.False(builder.Resources.TryGetByName("web-installer", out _));
    }

    [Fact]
    public async Task An_app_with_packages_waits_for_its_installer()
    {
        using var directory = new TemporaryDirectory();
        directory.File("server.js", Server);
        directory.File("package.json", """{ "name": "sample", "version": "1.0.0", "scripts": { "dev": "node server.js" } }""");
        await using var builder = TestApplication.Create();
        builder.AddJavaScriptApp("web", directory.Path).WithHttpEndpoint(env: "PORT").WithHttpHealthCheck("/");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("web");

        Assert.True(app.ResourceNotifications.TryGetCurrentState("web-installer", out var installer));
        Assert.Equal(0, installer.Snapshot.ExitCode);
        Assert.True(File.Exists(Path.Combine(directory.Path, "package-lock.json")));
    }

    [Fact]
    public async Task An_installer_with_nothing_to_do_shows_the_program_it_did_not_run()
    {
        using var directory = new TemporaryDirectory();
        directory.File("server.js", Server);
        directory.File("package.json", """{ "name": "sample", "version": "1.0.0", "scripts": { "dev": "node server.js" } }""");
        Directory.CreateDirectory(Path.Combine(directory.Path, "node_modules"));
        directory.File("node_modules/.package-lock.json", "{}");
        await using var builder = TestApplication.Create();
        builder.AddJavaScriptApp("web", directory.Path).WithHttpEndpoint(env: "PORT");

        await using var app = await builder.StartAsync();
        await app.UntilAsync("web-installer", KnownResourceStates.Finished);

        Assert.True(app.ResourceNotifications.TryGetCurrentState("web-installer", out var installer));
        Assert.Equal("npm", installer.Snapshot.Properties.Single(p => p.Name == "executable.path").Value);
        Assert.False(File.Exists(Path.Combine(directory.Path, "package-lock.json")));
    }

    [Fact]
    public async Task A_Vite_app_gets_its_port_as_an_argument_too()
    {
        using var directory = new TemporaryDirectory();
        directory.File("server.js", "require('http').createServer((_, answer) => answer.end(process.argv.slice(2).join(' '))).listen(process.env.PORT);");
        directory.File("package.json", """{ "name": "sample", "version": "1.0.0", "scripts": { "dev": "node server.js" } }""");
        await using var builder = TestApplication.Create();
        builder.AddViteApp("web", directory.Path).WithViteConfig("vite.test.ts").WithHttpHealthCheck("/");

        await using var app = await builder.StartAsync();
        await app.UntilHealthyAsync("web");
        using var client = app.CreateHttpClient("web", "http");

        Assert.Equal($"--port {client.BaseAddress?.Port} --config vite.test.ts", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
    }
}
