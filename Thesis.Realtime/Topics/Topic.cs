using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Topics;

/// <summary>
/// A topic that clients may listen to, such as <c>order:ord_03x9k2m4q7zz1</c> or <c>region:los-angeles</c>. Its text is printable
/// ASCII without quotes, so that it can stand in keys, channels and JSON as it is.
/// </summary>
internal sealed record Topic
{
    private const int MaxSubjectLength = 128;
    private const int MaxRegionLength = 64;

    private static readonly SearchValues<char> RegionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static readonly SearchValues<char> SubjectCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@|+");

    private Topic(TopicKind kind, string subject, string text)
    {
        Kind = kind;
        Subject = subject;
        Text = text;
    }

    public TopicKind Kind { get; }

    /// <summary>What follows the colon.</summary>
    public string Subject { get; }

    public string Text { get; }

    /// <summary>Its messages tell where things are rather than what happened: some milliseconds later they are worth the same.</summary>
    public bool BearsDelay => Kind is TopicKind.Region or TopicKind.Driver;

    /// <param name="text">What a client or an event names.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="reason">What is wrong with the text and how to do better.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Topic? topic, out string reason)
    {
        topic = null;
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (text is null || colon < 0 || KindOf(text.AsSpan(0, colon)) is not { } kind)
        {
            reason = "topic must be one of order:, donation:, ngo:, donor:, driver:, conversation:, user:, region:, announcements:, and then what it is about";
            return false;
        }

        var subject = text[(colon + 1)..];
        reason = WrongSubject(kind, subject);
        topic = reason.Length == 0 ? new Topic(kind, subject, text) : null;
        return topic is not null;
    }

    public override string ToString() => Text;

    private static TopicKind? KindOf(ReadOnlySpan<char> word) => word switch
    {
        "user" => TopicKind.User,
        "announcements" => TopicKind.Announcements,
        "region" => TopicKind.Region,
        "order" => TopicKind.Order,
        "donation" => TopicKind.Donation,
        "ngo" => TopicKind.Ngo,
        "donor" => TopicKind.Donor,
        "driver" => TopicKind.Driver,
        "conversation" => TopicKind.Conversation,
        _ => null,
    };

    private static string WrongSubject(TopicKind kind, string subject) => kind switch
    {
        TopicKind.Order => WrongId<Kinds.Order>(subject),
        TopicKind.Donation => WrongId<Kinds.Donation>(subject),
        TopicKind.Ngo => WrongId<Kinds.Ngo>(subject),
        TopicKind.Donor => WrongId<Kinds.Donor>(subject),
        TopicKind.Driver => WrongId<Kinds.Driver>(subject),
        TopicKind.Conversation => WrongId<Kinds.Conversation>(subject),
        TopicKind.User => IsWithin(subject, MaxSubjectLength, SubjectCharacters) ? "" : "what follows user: must be a user's subject",
        _ => IsWithin(subject, MaxRegionLength, RegionCharacters) ? "" : "the region must be lower-case letters, digits and hyphens",
    };

    private static string WrongId<TKind>(string subject)
        where TKind : IIdKind => Id<TKind>.TryParse(subject, out _) ? "" : $"what follows the colon {Id<TKind>.Expected}";

    private static bool IsWithin(string text, int maxLength, SearchValues<char> characters) =>
        text.Length > 0 && text.Length <= maxLength && !text.AsSpan().ContainsAnyExcept(characters);
}
