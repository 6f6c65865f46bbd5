using System.Globalization;

namespace Thesis.ServiceDefaults;

/// <summary>The channels of NOTIFY, and what their payloads say.</summary>
internal static class LogNotifications
{
    /// <summary>New records; the payload names partitions and their next offsets.</summary>
    public const string Records = "eventlog_records";

    /// <summary>Members came or went, partitions were released or made.</summary>
    public const string Groups = "eventlog_groups";

    /// <summary>A job or a replay waits for the group that the payload names.</summary>
    public const string Work = "eventlog_work";

    /// <summary>Payload of <see cref="Records"/> that means any partition.</summary>
    public const string Everything = "*";

    /// <summary>Reads the payload of <see cref="Records"/>; empty for <see cref="Everything"/>.</summary>
    public static IEnumerable<(int PartitionId, long NextOffset)> ParseRecords(string payload)
    {
        if (payload == Everything)
        {
            yield break;
        }
        foreach (var pair in payload.Split(','))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            yield return (
                int.Parse(pair.AsSpan(0, colon), CultureInfo.InvariantCulture),
                long.Parse(pair.AsSpan(colon + 1), CultureInfo.InvariantCulture));
        }
    }
}
