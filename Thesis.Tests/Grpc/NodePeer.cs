using System.Diagnostics;
using System.Reflection;
using Thesis.Tests.Support;

namespace Thesis.Grpc.Tests;

/// <summary>A script of <c>interop/</c> run by Node with @grpc/grpc-js, which is installed when it is missing.</summary>
internal sealed class NodePeer : IDisposable
{
    private static readonly string _directory = typeof(NodePeer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "InteropDirectory").Value ?? "";

    private static readonly Lazy<Task> _installed = new(() => NpmPackages.InstallAsync(_directory));

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodePeer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string HealthProto { get; } =
        Path.GetFullPath(Path.Combine(_directory, "../../../platform/Thesis.Grpc/Protos/grpc/health/v1/health.proto"));

    public static async Task<NodePeer> StartAsync(params string[] arguments)
    {
        await _installed.Value;
        return new NodePeer(Run(arguments));
    }

    /// <summary>The next line that the script prints.</summary>
    public async Task<string> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"The peer ended: {await _errors}");
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Run(string[] arguments) =>
        Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = _directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("node did not start.");
}
