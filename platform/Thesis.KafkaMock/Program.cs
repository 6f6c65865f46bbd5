using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Thesis.KafkaMock;

if (args is not [var portText, ..] || !int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
{
    await Console.Error.WriteLineAsync("usage: Thesis.KafkaMock PORT");
    return 2;
}

using var stopping = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    using var cluster = MockCluster.Start(brokers: 1);
    using var door = new TcpListener(IPAddress.Loopback, port);
    door.Start();
    await Console.Out.WriteLineAsync($"A Kafka cluster in memory listens on localhost:{port} (broker {cluster.Bootstrap}). It keeps 5 MiB a partition and forgets all of it at its end.");
    await Door.ServeAsync(door, cluster.Bootstrap, stopping.Token);
    return 0;
}
catch (DllNotFoundException)
{
    await Console.Error.WriteLineAsync("librdkafka is missing. Install it with: apt-get install librdkafka1");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}
