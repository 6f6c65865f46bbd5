using Thesis.AppHost.Native;

namespace Thesis.Tests.Support;

/// <summary>A Kafka cluster in the memory of the test's process, which other processes reach too.</summary>
public static class KafkaCluster
{
    private static readonly Lazy<MockKafka> Cluster = new(() => new MockKafka());

    /// <summary>Settings of a host whose event log is in the cluster, under names of its own.</summary>
    public static IReadOnlyDictionary<string, string?> NewLog()
    {
        var name = $"t{Guid.NewGuid():n}";
        return new Dictionary<string, string?>
        {
            ["ConnectionStrings:kafka"] = Cluster.Value.Addresses,
            ["EventLog:Kafka:Log"] = name,
            ["EventLog:Kafka:Prefix"] = $"{name}.",
            ["EventLog:Kafka:SessionTimeout"] = "00:00:06",
        };
    }
}
