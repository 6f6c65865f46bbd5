using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Events.V1;

namespace Thesis.ServiceDefaults;

/// <summary>Knows the message and handler types of a topic.</summary>
internal abstract record TopicRoute(string Topic);

/// <summary>A topic whose events are handled inside the consumer's transaction.</summary>
internal abstract record HandlerRoute(string Topic) : TopicRoute(Topic)
{
    public abstract Task HandleAsync(IServiceProvider scope, EventEnvelope envelope, EventContext context, CancellationToken cancellationToken);
}

internal sealed record HandlerRoute<T, THandler>(string Topic) : HandlerRoute(Topic)
    where T : class, IMessage<T>, new()
    where THandler : class, IEventHandler<T>
{
    private static readonly MessageParser<T> Parser = new(static () => new T());

    public override Task HandleAsync(IServiceProvider scope, EventEnvelope envelope, EventContext context, CancellationToken cancellationToken) =>
        scope.GetRequiredService<THandler>().HandleAsync(Parser.ParseFrom(envelope.Payload), context, cancellationToken);
}

/// <summary>A topic whose events are run as jobs.</summary>
internal abstract record JobRoute(string Topic, int MaxConcurrency) : TopicRoute(Topic)
{
    /// <summary>Runs the job outside any transaction and returns what commits it.</summary>
    public abstract Task<JobCommit> ExecuteAsync(IServiceProvider scope, EventEnvelope envelope, JobContext context, CancellationToken cancellationToken);
}

/// <summary>Writes a finished job's result inside the transaction that ends the job.</summary>
internal delegate Task JobCommit(EventContext context, CancellationToken cancellationToken);

internal sealed record JobRoute<T, TResult, TJob>(string Topic, int MaxConcurrency) : JobRoute(Topic, MaxConcurrency)
    where T : class, IMessage<T>, new()
    where TJob : class, IEventJob<T, TResult>
{
    private static readonly MessageParser<T> Parser = new(static () => new T());

    public override async Task<JobCommit> ExecuteAsync(IServiceProvider scope, EventEnvelope envelope, JobContext context, CancellationToken cancellationToken)
    {
        var job = scope.GetRequiredService<TJob>();
        var result = await job.ExecuteAsync(Parser.ParseFrom(envelope.Payload), context, cancellationToken);
        return (eventContext, token) => job.CommitAsync(result, eventContext, token);
    }
}
