namespace Thesis.ServiceDefaults;

/// <summary>A partition of a topic.</summary>
internal sealed record LogPartition(int Id, string Topic, int Number);

/// <summary>A live member of a group; no topics means all of them.</summary>
internal sealed record GroupPeer(int Id, int GroupId, IReadOnlyList<string>? Topics)
{
    public bool Wants(string topic) => Topics is null || Topics.Contains(topic, StringComparer.Ordinal);
}

/// <summary>Shares a group's partitions among its members.</summary>
internal static class PartitionAssignment
{
    /// <summary>
    /// The partitions of one member. Every member comes to the same answer from the same peers: each partition goes to
    /// the member that wants its topic and has the fewest so far, so no two who want the same topics differ by more than one.
    /// </summary>
    public static IReadOnlyList<LogPartition> Of(int member, IEnumerable<GroupPeer> peers, IEnumerable<LogPartition> partitions)
    {
        var counts = peers.OrderBy(p => p.Id).Select(p => new Share(p)).ToArray();
        var mine = new List<LogPartition>();
        foreach (var partition in partitions.OrderBy(p => p.Topic, StringComparer.Ordinal).ThenBy(p => p.Number))
        {
            var owner = counts.Where(c => c.Peer.Wants(partition.Topic)).MinBy(c => c.Count);
            if (owner is null)
            {
                continue;
            }
            owner.Count++;
            if (owner.Peer.Id == member)
            {
                mine.Add(partition);
            }
        }
        return mine;
    }

    private sealed class Share(GroupPeer peer)
    {
        public GroupPeer Peer => peer;

        public int Count { get; set; }
    }
}
