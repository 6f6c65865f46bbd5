using System.ComponentModel.DataAnnotations;

namespace Thesis.Services.Chat.Domain;

/// <summary>Settings of the chat service (section <c>Chat</c>).</summary>
public sealed class ChatOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Chat";

    /// <summary>How long after an order's end its conversation can be written in.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan OpenAfterEnd { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long messages are kept, unless they are held.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Messages that one person may post in a minute.</summary>
    [Range(1, 10_000)]
    public int MessagesAMinute { get; init; } = 20;

    /// <summary>Messages that one person may post in an hour.</summary>
    [Range(1, 100_000)]
    public int MessagesAnHour { get; init; } = 300;

    /// <summary>Words that nobody may write, compared without case, accents and punctuation.</summary>
    public IReadOnlyList<string> RefusedWords { get; init; } = [];

    /// <summary>Hosts that links may lead to, with their subdomains; links elsewhere are refused.</summary>
    public IReadOnlyList<string> LinkHosts { get; init; } = ["openstreetmap.org", "maps.google.com", "maps.apple.com"];

    /// <summary>Time between rounds of deleting what is no longer kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UpkeepEvery { get; init; } = TimeSpan.FromMinutes(10);
}
