using System.Diagnostics;

namespace Thesis.Tests.Support;

/// <summary>How an AppHost is started in a process of its own beside others: random ports, data that end with it.</summary>
public static class IsolatedAppHost
{
    /// <param name="program">What to execute.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The AppHost's project.</param>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        start.Environment["DcpPublisher__RandomizePorts"] = "true";
        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        foreach (var url in (string[])["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"])
        {
            start.Environment[url] = "http://localhost:0";
        }

        return start;
    }
}
