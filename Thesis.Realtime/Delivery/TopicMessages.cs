using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Thesis.Realtime.Delivery;

/// <summary>Messages of one topic that go to its clients in one write. They are serialised once for each protocol, whoever gets them.</summary>
/// <param name="messages">In the order of the topic.</param>
/// <param name="committedAt">When the transaction of each event committed; empty for messages that are no events.</param>
internal sealed class TopicMessages(IReadOnlyList<InvocationMessage> messages, IReadOnlyList<DateTimeOffset> committedAt)
{
    private readonly ConcurrentDictionary<IHubProtocol, SerializedHubMessage> _serialized = new(ReferenceEqualityComparer.Instance);

    public int Count => messages.Count;

    public IReadOnlyList<DateTimeOffset> CommittedAt => committedAt;

    /// <summary>All messages one after the other: every protocol frames its messages, so a client reads them as if written singly.</summary>
    public SerializedHubMessage For(IHubProtocol protocol) => _serialized.GetOrAdd(protocol, Serialize, messages);

    private static SerializedHubMessage Serialize(IHubProtocol protocol, IReadOnlyList<InvocationMessage> messages)
    {
        if (messages is [var only])
        {
            return new SerializedHubMessage([new SerializedMessage(protocol.Name, protocol.GetMessageBytes(only))]);
        }

        var parts = messages.Select(protocol.GetMessageBytes).ToArray();
        var all = new byte[parts.Sum(part => part.Length)];
        var end = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all.AsMemory(end));
            end += part.Length;
        }

        return new SerializedHubMessage([new SerializedMessage(protocol.Name, all)]);
    }
}
