namespace Thesis.Realtime.Topics;

/// <summary>The names in Redis that every node shares.</summary>
internal static class TopicKeys
{
    /// <summary>The channel that a topic's messages are published to.</summary>
    public static string Channel(string topic) => $"rt:{topic}";

    /// <summary>The number of the topic's last message.</summary>
    public static string Sequence(string topic) => $"rt:seq:{topic}";

    /// <summary>Who looks at the topic.</summary>
    public static string Presence(string topic) => $"rt:present:{topic}";

    /// <summary>How far a partition of the event log has been published.</summary>
    public static string Position(string logTopic, int partition) => $"rt:at:{logTopic}:{partition}";
}
