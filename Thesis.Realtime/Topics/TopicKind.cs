namespace Thesis.Realtime.Topics;

/// <summary>What a realtime topic is about; its first word.</summary>
internal enum TopicKind
{
    User,
    Announcements,
    Region,
    Order,
    Donation,
    Ngo,
    Donor,
    Driver,
    Conversation,
}
