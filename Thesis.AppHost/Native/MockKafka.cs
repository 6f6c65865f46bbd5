using Confluent.Kafka;

namespace Thesis.AppHost.Native;

/// <summary>
/// A Kafka cluster of three brokers in the memory of this process, on free ports of the loopback interface: the client
/// library's own. It makes topics of four partitions when asked about them, and forgets everything when it is disposed.
/// </summary>
internal sealed class MockKafka : IDisposable
{
    private const int Brokers = 3;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(10);
    private readonly IProducer<Null, Null> _cluster;

    /// <summary>Starts the brokers.</summary>
    /// <exception cref="KafkaException">They do not answer.</exception>
    public MockKafka()
    {
        var config = new ProducerConfig { BootstrapServers = "localhost" }; // Replaced by the brokers' own addresses.
        config.Set("test.mock.num.brokers", $"{Brokers}");
        _cluster = new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).Build();
        using var admin = new DependentAdminClientBuilder(_cluster.Handle).Build();
        Addresses = string.Join(',', admin.GetMetadata(StartTimeout).Brokers.Select(b => $"{b.Host}:{b.Port}"));
    }

    /// <summary>The brokers, <c>host:port</c> with commas between.</summary>
    public string Addresses { get; }

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();
}
