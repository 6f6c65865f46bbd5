using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults.Tests.Support;

/// <summary>What a raw consumer saw.</summary>
internal sealed class RawJournal
{
    private int _failuresLeft;

    public ConcurrentQueue<(EventEnvelope Envelope, RawEventContext Context)> Seen { get; } = new();

    /// <summary>Attempts that fail before the first that passes.</summary>
    public int FailuresLeft
    {
        init => _failuresLeft = value;
    }

    /// <summary>How many events came together, for each call that passed.</summary>
    public ConcurrentQueue<int> Batches { get; } = new();

    public void Add(IReadOnlyList<RawEvent> events)
    {
        if (Interlocked.Decrement(ref _failuresLeft) >= 0)
        {
            throw new IOException("The peer is away.");
        }
        foreach (var (envelope, context) in events)
        {
            Seen.Enqueue((envelope, context));
        }
        Batches.Enqueue(events.Count);
    }
}

internal sealed class RawJournalHandler(RawJournal journal) : IRawEventHandler
{
    public Task HandleAsync(IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        journal.Add(events);
        return Task.CompletedTask;
    }
}

internal static class RawJournalExtensions
{
    public static void AddRawJournal(this IHostApplicationBuilder builder, RawJournal journal)
    {
        builder.Services.AddSingleton(journal);
        builder.AddRawEventConsumer<RawJournalHandler>("raw");
    }
}
