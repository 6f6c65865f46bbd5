using System.Security.Cryptography;

namespace Thesis.ServiceDefaults;

/// <summary>Settings of the event log, section <c>EventLog</c>.</summary>
public sealed class EventLogOptions
{
    /// <summary>Partitions of a topic that does not exist yet; 1..64.</summary>
    public int PartitionsPerTopic { get; set; } = 4;

    /// <summary>Events older than this are deleted once every group has passed them.</summary>
    public TimeSpan RetentionAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>A partition larger than this loses its oldest events that every group has passed.</summary>
    public long RetentionBytesPerPartition { get; set; } = 256L << 20;

    /// <summary>A group without a member for this long no longer holds events back.</summary>
    public TimeSpan GroupExpiry { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long an inbox remembers handled events. More than <see cref="RetentionAge"/>.</summary>
    public TimeSpan InboxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often old rows are deleted.</summary>
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often an idle relay confirms the write-ahead log and sweeps the outboxes.</summary>
    public TimeSpan RelayHeartbeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>More write-ahead log kept for the relay than this is warned of.</summary>
    public long RetainedWalWarningBytes { get; set; } = 512L << 20;

    /// <summary>How often members look for dead members of their groups, and standbys for a dead relay.</summary>
    public TimeSpan MembershipInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often consumers look for events that no notification told of.</summary>
    public TimeSpan SafetyPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts before an event is dead-lettered; 1..20.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Pause after the first failed attempt; each further one is four times as long, to 30 s.</summary>
    public TimeSpan FirstRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long handlers may go on when the process stops or a partition moves.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Growing, and with up to a quarter of jitter, so that what failed together is not tried again together.</summary>
    internal TimeSpan RetryDelay(int failures) => TimeSpan.FromMilliseconds(
        Math.Min(30_000, FirstRetryDelay.TotalMilliseconds * Math.Pow(4, Math.Min(failures - 1, 12)))
        * (1 + RandomNumberGenerator.GetInt32(250) / 1000.0));

    internal bool IsValid =>
        PartitionsPerTopic is >= 1 and <= 64 && MaxAttempts is >= 1 and <= 20 && InboxAge > RetentionAge
        && RetentionBytesPerPartition > 0 && RetentionInterval > TimeSpan.Zero && RelayHeartbeat > TimeSpan.Zero
        && MembershipInterval > TimeSpan.Zero && SafetyPoll > TimeSpan.Zero && FirstRetryDelay > TimeSpan.Zero
        && DrainTimeout >= TimeSpan.Zero && GroupExpiry > TimeSpan.Zero;
}
