using System.Globalization;
using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Thesis.Hosting.DotNet;
using Thesis.Hosting.Orchestration;
using Thesis.Hosting.Processes;

namespace Thesis.Hosting.Kafka;

/// <summary>The cluster in memory that stands in for a broker when asked for.</summary>
internal sealed class KafkaProcess(KafkaServerResource server, IConfiguration configuration)
{
    private const string ModeKey = "kafka";
    private const string OutputKey = "kafka-mock-output";

    public Task<ProcessSpecification> PlanAsync(NativeProcessContext context, CancellationToken cancellationToken)
    {
        if (configuration[ModeKey] != "mock")
        {
            throw new DistributedApplicationException(
                $"No Kafka broker can be started here. Give the address of one with ConnectionStrings__{server.Name}=host:9092, or try a cluster in memory with --kafka mock.");
        }

        var output = typeof(KafkaProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == OutputKey)?.Value;
        if (output is null || !File.Exists(output))
        {
            throw new DistributedApplicationException($"The cluster in memory is not built. Build it with: dotnet build '{output}'");
        }

        var port = server.PrimaryEndpoint.Port.ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(new ProcessSpecification(ProjectProcess.DotNet(), [output, port], Path.GetDirectoryName(output) ?? "/"));
    }
}
