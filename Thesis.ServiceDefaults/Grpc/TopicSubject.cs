namespace Thesis.ServiceDefaults;

/// <summary>What a live topic is about: <c>order:ord_…</c> is about that order.</summary>
public static class TopicSubject
{
    /// <summary>The id in a topic of the kind.</summary>
    /// <exception cref="ProblemException">400: it is not a topic of this kind.</exception>
    public static Id<TKind> Parse<TKind>(string topic)
        where TKind : IIdKind
    {
        var prefix = $"{typeof(TKind).Name.ToLowerInvariant()}:";
        return topic.StartsWith(prefix, StringComparison.Ordinal) && Id<TKind>.TryParse(topic[prefix.Length..], out var id)
            ? id
            : throw new ProblemException(Problems.Validation("topic", $"must be '{prefix}' and the id of what it is about"));
    }
}
