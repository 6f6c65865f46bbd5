using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.OpenApi;

namespace Thesis.Services.SetAside;

/// <summary>An event that a service could not handle.</summary>
/// <param name="Group">The consumer group that could not, e.g. "orders".</param>
/// <param name="Topic">What happened, e.g. "donation.created".</param>
/// <param name="EventId">The event's number in the log.</param>
/// <param name="Reason">What the last attempt failed with.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="ReplayRequested">True from the moment that somebody asked for a replay until it has been tried.</param>
public sealed record DeadLetterResponse(
    Id<DeadLetterKind> Id, string Group, string Topic, string EventId, string Reason, int Attempts, DateTimeOffset FailedAt, bool ReplayRequested)
{
    public static DeadLetterResponse Of(DeadLetter letter) => new(
        new(letter.Id), letter.Group, letter.Topic, letter.EventId.ToString(System.Globalization.CultureInfo.InvariantCulture), letter.Reason, letter.Attempts,
        letter.FailedAt, letter.ReplayRequested);
}

/// <summary>The events that services set aside: each service answers for its own, to administrators.</summary>
internal static class DeadLetterEndpoints
{
    /// <summary>Maps a service's dead letters as <c>/api/v1/dead-letters/{service}</c>.</summary>
    public static void MapDeadLetters(this WebApplication app, string service)
    {
        var name = char.ToUpperInvariant(service[0]) + service[1..];
        var letters = app.MapGroup($"/api/v1/dead-letters/{service}").RequireAuthorization(Policies.Admin);
        letters.MapGet("", (DeadLetters store, PageRequest page, CancellationToken cancellationToken) => ListAsync(service, store, page, cancellationToken))
            .Describe("Dead letters", $"List{name}DeadLetters", $"Events that the {service} service could not handle, the oldest first: what, why, how often tried.", "ReadDeadLetters")
            .Fails(400);
        letters.MapPost("/{id}/replay", (Id<DeadLetterKind> id, CommandContext command, CancellationToken cancellationToken) => ReplayAsync(service, id, command, cancellationToken))
            .AsCommand(service)
            .Describe("Dead letters", $"Replay{name}DeadLetter", "Has the service handle the event once more. It is gone from the list when that succeeds.", "ReplayDeadLetter")
            .Fails(400, 404, 409, 422);
    }

    private static async Task<Ok<Page<DeadLetterResponse>>> ListAsync(string service, DeadLetters store, PageRequest page, CancellationToken cancellationToken)
    {
        var letters = await store.ListAsync(service, after: page.AfterId ?? 0, limit: page.Limit, cancellationToken: cancellationToken);
        return TypedResults.Ok(Page.Of(letters, page, DeadLetterResponse.Of, letter => letter.Id));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplayAsync(
        string service, Id<DeadLetterKind> id, CommandContext command, CancellationToken cancellationToken)
    {
        if (await DeadLetters.ReplayAsync(command, service, id.Value, cancellationToken) is not { } letter)
        {
            return Problems.NotFound(id);
        }

        command.Audit("dead_letter.replayed", id.ToString(), new { letter.Group, letter.Topic, eventId = letter.EventId, letter.Attempts });
        return TypedResults.NoContent();
    }
}
