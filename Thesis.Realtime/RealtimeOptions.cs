using System.ComponentModel.DataAnnotations;

namespace Thesis.Realtime;

/// <summary>Bounds of one node. Section <c>Realtime</c>.</summary>
public sealed class RealtimeOptions
{
    /// <summary>Topics that one connection may listen to at once.</summary>
    [Range(1, 10_000)]
    public int MaxTopics { get; set; } = 100;

    /// <summary>Messages held for a client that reads slowly. One more ends its connection: it comes back and reads the state anew.</summary>
    [Range(1, 100_000)]
    public int OutgoingMessages { get; set; } = 4_096;

    /// <summary>Connections of this node; one more is refused.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 50_000;
}
