using Microsoft.AspNetCore.Builder;

namespace Thesis.ServiceDefaults;

/// <summary>Makes an endpoint a command.</summary>
public static class CommandEndpointExtensions
{
    /// <summary>
    /// Runs the endpoint in one transaction of <see cref="CommandContext"/>, with its answer held back until the commit.
    /// An answer of 400 or more, or an exception, rolls back.
    /// <para>
    /// <c>Idempotency-Key</c> (1 to 200 visible ASCII characters; required on POST) names the command for its caller: the
    /// first answer below 400 is stored with it and given again for 24 hours, with <c>Idempotency-Replayed: true</c>. The
    /// same key with another request is 422; one still at work is 409.
    /// </para>
    /// <para>
    /// The key is taken with the endpoint's first statement. What an endpoint writes it leaves to
    /// <see cref="CommandContext.AtCommit"/> where it need not read it back: then a command takes two round trips.
    /// </para>
    /// <para>The body is taken in whole before the transaction begins, so that a slow caller holds no connection.</para>
    /// </summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="schema">The service's schema, which keeps the answers.</param>
    public static TBuilder AsCommand<TBuilder>(this TBuilder builder, string schema)
        where TBuilder : IEndpointConventionBuilder => builder.AsCommand(schema, isLate: false);

    /// <summary>
    /// The same for an endpoint that asks another service first: it runs without a transaction until it calls
    /// <see cref="CommandContext.BeginAsync"/>, which it must before it answers with success. What it reads of its own schema
    /// first, by <see cref="CommandContext.EarlyCommand"/>, ends a repeated request before it asks others again. What it asks of others has to bear
    /// being asked twice, for a request that is repeated before its answer is stored asks again.
    /// </summary>
    /// <param name="builder">The endpoint.</param>
    /// <param name="schema">The service's schema, which keeps the answers.</param>
    public static TBuilder AsLateCommand<TBuilder>(this TBuilder builder, string schema)
        where TBuilder : IEndpointConventionBuilder => builder.AsCommand(schema, isLate: true);

    private static TBuilder AsCommand<TBuilder>(this TBuilder builder, string schema, bool isLate)
        where TBuilder : IEndpointConventionBuilder
    {
        var name = SchemaName.Check(schema);
        builder.Add(endpoint => endpoint.Metadata.Add(new CommandMetadata(name)));
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } inner)
            {
                endpoint.RequestDelegate = new CommandEndpoint(inner, name, isLate).InvokeAsync;
            }
        });
        return builder;
    }
}

/// <summary>Marks an endpoint as a command of a schema.</summary>
internal sealed record CommandMetadata(string Schema);
