namespace Thesis.ServiceDefaults.Tests.Events;

public sealed class PartitionAssignmentTests
{
    private static readonly LogPartition[] Partitions =
        [.. Enumerable.Range(0, 12).Select(i => new LogPartition(i, i < 4 ? "a" : "b", i % 4))];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void Every_partition_has_one_owner_and_shares_differ_by_one_at_most(int members)
    {
        GroupPeer[] peers = [.. Enumerable.Range(1, members).Select(i => new GroupPeer(i, 1, null))];

        var shares = peers.Select(p => PartitionAssignment.Of(p.Id, peers, Partitions)).ToArray();

        Assert.Equal(Partitions.Select(p => p.Id), shares.SelectMany(s => s).Select(p => p.Id).Order());
        Assert.InRange(shares.Max(s => s.Count) - shares.Min(s => s.Count), 0, 1);
    }

    [Fact]
    public void A_member_gets_only_topics_it_wants()
    {
        GroupPeer[] peers = [new(1, 1, ["a"]), new(2, 1, ["a", "b"])];

        Assert.All(PartitionAssignment.Of(1, peers, Partitions), p => Assert.Equal("a", p.Topic));
        Assert.Equal(12, PartitionAssignment.Of(1, peers, Partitions).Count + PartitionAssignment.Of(2, peers, Partitions).Count);
    }

    [Fact]
    public void Keys_spread_over_partitions_and_stay_where_they_are()
    {
        var counts = Enumerable.Range(0, 4_000).GroupBy(i => KeyHash.Partition($"{1_000_000_007L * i}", 4)).Select(g => g.Count()).ToArray();

        Assert.Equal(4, counts.Length);
        Assert.All(counts, c => Assert.InRange(c, 800, 1_200));
        Assert.Equal([0, 0, 1], new[] { "1", "42", "0123456789" }.Select(k => KeyHash.Partition(k, 4)));
    }
}
