using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;

namespace Thesis.Services.Donations.Api;

/// <summary>A new calendar feed. The address holds the secret and is told this once.</summary>
/// <param name="Path">Below the front door's address, e.g. "/api/v1/calendars/feed/….ics".</param>
public sealed record NewCalendarResponse(Id<Kinds.Calendar> Id, string Path);

/// <summary>A calendar feed of the caller.</summary>
public sealed record CalendarResponse(Id<Kinds.Calendar> Id, DateTimeOffset CreatedAt);

/// <summary>The caller's calendar feeds.</summary>
public sealed record CalendarsResponse(IReadOnlyList<CalendarResponse> Items);

/// <summary>Calendar feeds: addresses with a secret, for programs that cannot sign in.</summary>
public static class CalendarEndpoints
{
    private const int SecretBytes = 32;
    private const string Suffix = ".ics";

    private static readonly TimeSpan s_past = TimeSpan.FromDays(30);

    public static async Task<Results<Created<NewCalendarResponse>, ProblemHttpResult>> CreateAsync(
        CommandContext command, IIdGenerator ids, CancellationToken cancellationToken)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var id = new Id<Kinds.Calendar>(ids.Next());
        if (!await CalendarStore.AddAsync(command, id.Value, HashOf(secret), cancellationToken))
        {
            return Problems.Conflict("too-many-calendars", $"You have {CalendarStore.MostFeeds} calendar addresses already; delete one that is not used any more.");
        }

        command.Audit("calendar.created", id.ToString());
        return TypedResults.Created($"/api/v1/calendars/{id}", new NewCalendarResponse(id, $"/api/v1/calendars/feed/{secret}{Suffix}"));
    }

    public static async Task<Ok<CalendarsResponse>> ListAsync(CalendarStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var feeds = await store.ListAsync(Actor.FromUser(user).Subject, cancellationToken);
        return TypedResults.Ok(new CalendarsResponse([.. feeds.Select(feed => new CalendarResponse(new Id<Kinds.Calendar>(feed.Id), feed.CreatedAt))]));
    }

    /// <summary>Whoever knows the address reads nothing any more.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Id<Kinds.Calendar> id, CommandContext command, CancellationToken cancellationToken)
    {
        if (!await CalendarStore.RemoveAsync(command, id.Value, cancellationToken))
        {
            return Problems.NotFound(id);
        }

        command.Audit("calendar.deleted", id.ToString());
        return TypedResults.NoContent();
    }

    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> FeedAsync(
        string secret, CalendarStore store, TimeProvider time, HttpResponse response, CancellationToken cancellationToken)
    {
        var text = secret.EndsWith(Suffix, StringComparison.Ordinal) ? secret[..^Suffix.Length] : secret;
        if (text.Length > 100 || await store.UserOfAsync(HashOf(text), cancellationToken) is not { } user)
        {
            return Problems.Of(StatusCodes.Status404NotFound, "not-found", "Not found.", "There is no such calendar; its address may have been deleted.");
        }

        var now = time.GetUtcNow();
        var entries = await store.EntriesAsync(user, now - s_past, cancellationToken);
        var templates = await store.TemplatesAsync(user, cancellationToken);
        response.Headers.CacheControl = "private, max-age=300";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Text(CalendarFile.Write(entries, templates, now), CalendarFile.ContentType, Encoding.UTF8);
    }

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
