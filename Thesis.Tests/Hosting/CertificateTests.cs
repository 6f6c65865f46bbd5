using System.Diagnostics;
using Thesis.Hosting.DotNet;
using Thesis.Hosting.Tests.Support;

namespace Thesis.Hosting.Tests;

/// <summary>Projects that listen with TLS, where a development certificate is and where none is.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly Dictionary<string, string> Secure = new() { ["ASPNETCORE_URLS"] = "http://localhost:1;https://localhost:2" };

    private readonly TemporaryDirectory _home = new();
    private readonly TemporaryDirectory _state = new();

    public void Dispose()
    {
        _home.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task Without_a_certificate_the_state_says_so_with_the_command_that_makes_one()
    {
        using var host = await SampleHost.StartAsync(_state.Path, "failed", Home, [], "--secure", "true");

        var secure = host.Resource("secure");
        Assert.Equal("FailedToStart", secure.GetProperty("state").GetString());
        Assert.Contains("It is to listen at https://localhost:", secure.GetProperty("fault").GetString(), StringComparison.Ordinal);
        Assert.Contains("there is no development certificate. Make one with: dotnet dev-certs https", secure.GetProperty("fault").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_development_certificate_the_project_is_healthy_and_nothing_is_trusted()
    {
        Assert.Equal(0, await MakeCertificateAsync());

        using var host = await SampleHost.StartAsync(_state.Path, "healthy", Home, [], "--secure", "true");

        Assert.StartsWith("https://localhost:", host.Resource("secure").GetProperty("urls")[0].GetString(), StringComparison.Ordinal);
        var variables = await File.ReadAllTextAsync($"/proc/{host.Resource("secure").GetProperty("processId").GetInt32()}/environ");
        Assert.All(
            variables.Split('\0').Where(v => v.StartsWith("SSL_CERT", StringComparison.Ordinal)),
            v => Assert.Equal(v, $"{v.Split('=')[0]}={Environment.GetEnvironmentVariable(v.Split('=')[0])}"));
    }

    [Theory]
    [InlineData("ASPNETCORE_Kestrel__Certificates__Default__Path")]
    [InlineData("Kestrel__Endpoints__https__Certificate__Path")]
    public void Who_brings_a_certificate_needs_no_other(string variable)
    {
        Assert.NotNull(DevelopmentCertificate.Missing(Secure, hasOwn: false, new After()));
        Assert.Null(DevelopmentCertificate.Missing(new Dictionary<string, string>(Secure) { [variable] = "/own.pfx" }, hasOwn: false, new After()));
        Assert.Null(DevelopmentCertificate.Missing(Secure, hasOwn: true, new After()));
        Assert.Null(DevelopmentCertificate.Missing(new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://localhost:1" }, hasOwn: false, new After()));
    }

    private Dictionary<string, string> Home => new() { ["HOME"] = _home.Path, ["DOTNET_CLI_HOME"] = _home.Path };

    private async Task<int> MakeCertificateAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["dev-certs", "https"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Home)
        {
            start.Environment[name] = value;
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        await process.WaitForExitAsync(Deadline.Token);
        return process.ExitCode;
    }

    /// <summary>A time when every certificate of this user has run out.</summary>
    private sealed class After : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
