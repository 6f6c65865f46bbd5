namespace Thesis.ServiceDefaults;

/// <summary>A consumer group of a service: where it keeps its inbox, and what it does with each topic.</summary>
internal sealed record EventConsumer(
    string Group, string Schema, int MaxConcurrency, int MaxBatch, IReadOnlyDictionary<string, TopicRoute> Routes);

/// <summary>A consumer group that sees raw envelopes; no topics means all of them.</summary>
internal sealed record RawEventConsumer(string Group, Type HandlerType, IReadOnlyList<string> Topics, int MaxConcurrency);
