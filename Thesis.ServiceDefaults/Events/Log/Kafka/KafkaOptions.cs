using Confluent.Kafka;

namespace Thesis.ServiceDefaults;

/// <summary>Settings of the event log in Kafka, section <c>EventLog:Kafka</c>. The brokers are <c>ConnectionStrings:kafka</c>.</summary>
public sealed class KafkaOptions
{
    /// <summary>
    /// Names the log in the database, where each group's offsets are kept. Give another name when the brokers no longer have
    /// what they had: another cluster, or topics that were deleted and made anew.
    /// </summary>
    public string Log { get; set; } = "kafka";

    /// <summary>Stands before the names of topics and groups, for a cluster that others use too.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>A member that is silent for this long loses its partitions; the brokers' <c>group.min.session.timeout.ms</c> or more.</summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An event that the brokers have not acknowledged after this long is sent again by a new producer.</summary>
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How to reach the brokers: <c>SecurityProtocol</c>, <c>SaslMechanism</c>, <c>SaslUsername</c>, <c>SslCaLocation</c> and
    /// the client's other settings.
    /// </summary>
    public ClientConfig Client { get; set; } = new();

    internal bool IsValid =>
        Log.Length is > 0 and <= 200 && Prefix.Length <= 100 && Prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && SessionTimeout > TimeSpan.Zero && DeliveryTimeout > TimeSpan.Zero;
}
