using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Thesis.KafkaMock;

/// <summary>librdkafka's own cluster for tests: Kafka's wire protocol, in memory.</summary>
internal sealed class MockCluster : IDisposable
{
    private const int ErrorTextBytes = 512;

    private readonly IntPtr _client;
    private readonly IntPtr _cluster;

    private MockCluster(IntPtr client, IntPtr cluster, IPEndPoint bootstrap)
    {
        _client = client;
        _cluster = cluster;
        Bootstrap = bootstrap;
    }

    /// <summary>Where its first broker listens, a port of the library's choice.</summary>
    public IPEndPoint Bootstrap { get; }

    /// <exception cref="DllNotFoundException">librdkafka is not installed.</exception>
    /// <exception cref="InvalidOperationException">The library refuses; the message is its own.</exception>
    public static MockCluster Start(int brokers)
    {
        var error = new byte[ErrorTextBytes];
        var client = Native.New(Native.Producer, Native.NewConfiguration(), error, (nuint)error.Length);
        if (client == IntPtr.Zero)
        {
            throw new InvalidOperationException($"librdkafka: {Encoding.UTF8.GetString(error).TrimEnd('\0')}");
        }

        var cluster = Native.NewCluster(client, brokers);
        var bootstraps = cluster == IntPtr.Zero ? null : Marshal.PtrToStringUTF8(Native.Bootstraps(cluster));
        return bootstraps?.Split(',')[0] is { } first && IPEndPoint.TryParse(first, out var address)
            ? new MockCluster(client, cluster, address)
            : throw new InvalidOperationException("librdkafka starts no cluster.");
    }

    public void Dispose()
    {
        Native.DestroyCluster(_cluster);
        Native.Destroy(_client);
    }

    private static class Native
    {
        public const int Producer = 0;
        private const string Library = "librdkafka.so.1";

        [DllImport(Library, EntryPoint = "rd_kafka_conf_new")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr NewConfiguration();

        [DllImport(Library, EntryPoint = "rd_kafka_new")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr New(int type, IntPtr configuration, byte[] error, nuint errorLength);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr NewCluster(IntPtr client, int brokers);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern IntPtr Bootstraps(IntPtr cluster);

        [DllImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern void DestroyCluster(IntPtr cluster);

        [DllImport(Library, EntryPoint = "rd_kafka_destroy")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern void Destroy(IntPtr client);
    }
}
