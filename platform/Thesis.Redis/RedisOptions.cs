using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Thesis.Redis;

/// <summary>Where the server is, who we are, and the bounds of one connection.</summary>
public sealed record RedisOptions
{
    public string Host { get; init; } = "localhost";

    public int Port { get; init; } = 6379;

    /// <summary>The ACL user; null for the default user.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The logical database, selected on every connect.</summary>
    public int Database { get; init; }

    /// <summary>What the server's <c>CLIENT LIST</c> shows.</summary>
    public string? ClientName { get; init; }

    public bool Ssl { get; init; }

    /// <summary>The name the server's certificate must carry; null for <see cref="Host"/>.</summary>
    public string? SslHost { get; init; }

    /// <summary>Replaces the check against the system's trusted roots, for private authorities.</summary>
    public RemoteCertificateValidationCallback? ServerCertificateValidation { get; init; }

    /// <summary>Presented to servers that ask for a client certificate.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>From resolving the name to the first answered PING.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the call to its reply. A server silent for as long while it owes replies is taken for dead.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a command waits for a connection while there is none, so that callers can degrade quickly.</summary>
    public TimeSpan ConnectionWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A quiet connection is tried with a PING this often.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first delay before connecting again. It doubles up to <see cref="MaxReconnectDelay"/>; each is shortened at random by up to half.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Commands waiting to be sent or for their reply. One more fails at once with <see cref="RedisFailure.QueueFull"/>.</summary>
    public int MaxPendingCommands { get; init; } = 65_536;

    /// <summary>Bytes of the commands counted by <see cref="MaxPendingCommands"/>, with the same answer. One command may not be larger.</summary>
    public long MaxPendingBytes { get; init; } = 256L << 20;

    /// <summary>A larger reply breaks the connection: it cannot be skipped without reading it. At most 1 GiB.</summary>
    public long MaxReplyBytes { get; init; } = 256L << 20;

    /// <summary>Messages held for one slow handler. Further ones are dropped and the handler is told by a <see cref="RedisGap"/>.</summary>
    public int SubscriptionBuffer { get; init; } = 4_096;

    /// <summary>Channels subscribed to at once. One more fails with <see cref="RedisFailure.QueueFull"/>.</summary>
    public int MaxSubscriptions { get; init; } = 200_000;

    /// <summary>
    /// Reads a connection string as Aspire and StackExchange.Redis write it: <c>host:port,password=…,ssl=true,user=…</c>.
    /// </summary>
    /// <exception cref="FormatException">Names the part that does not read; never repeats its value.</exception>
    public static RedisOptions Parse(string connectionString) => RedisConnectionString.Parse(connectionString);

    /// <summary>The address alone: the rest may be secret.</summary>
    public override string ToString() => $"{Host}:{Port}";

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65_535);
        ArgumentOutOfRangeException.ThrowIfNegative(Database);
        ThrowIfNotPositive(ConnectTimeout, nameof(ConnectTimeout));
        ThrowIfNotPositive(CommandTimeout, nameof(CommandTimeout));
        ThrowIfNotPositive(ConnectionWait, nameof(ConnectionWait));
        ThrowIfNotPositive(KeepAlive, nameof(KeepAlive));
        ThrowIfNotPositive(ReconnectDelay, nameof(ReconnectDelay));
        ThrowIfNotPositive(MaxReconnectDelay, nameof(MaxReconnectDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingCommands, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPendingBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxReplyBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxReplyBytes, 1L << 30);
        ArgumentOutOfRangeException.ThrowIfLessThan(SubscriptionBuffer, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSubscriptions, 1);
    }

    private static void ThrowIfNotPositive(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            throw new ArgumentOutOfRangeException(name, value, "Must be above zero and at most one day.");
        }
    }
}
