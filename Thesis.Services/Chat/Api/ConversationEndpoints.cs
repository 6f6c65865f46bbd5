using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Chat.Messaging;

namespace Thesis.Services.Chat.Api;

/// <summary>Which conversations there are for somebody, and how they stand.</summary>
public static class ConversationEndpoints
{
    public static async Task<Results<Ok<Page<ConversationResponse>>, ProblemHttpResult>> ListAsync(
        ConversationStore store, MessageStore messages, ClaimsPrincipal user, PageRequest page, IOptions<ChatOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!TryReadCursor(page, out var before))
        {
            return Problems.Validation("pageToken", "must be the nextPageToken of an earlier page of the same list, or absent");
        }

        var actor = Actor.FromUser(user);
        var rows = await store.InboxAsync(actor, actor.IsStaff(), before, page.Limit, options.Value.OpenAfterEnd, cancellationToken);
        var readable = rows.Where(row => row.ReadsUpTo is not null).ToArray();
        var latest = await messages.LatestAsync(
            [.. readable.Select(row => row.Conversation.Id)], [.. readable.Select(row => row.ReadsUpTo ?? 0)], actor.Subject, cancellationToken);
        var whole = Page.Of(rows, page, row => row, row => [row.Conversation.LastAt.UtcTicks.ToString(CultureInfo.InvariantCulture), row.Conversation.Id.ToString(CultureInfo.InvariantCulture)]);
        return TypedResults.Ok(new Page<ConversationResponse>(
            [.. whole.Items.Where(row => row.ReadsUpTo is not null)
                .Select(row => ConversationResponse.Of(row, latest.GetValueOrDefault(row.Conversation.Id), actor.Subject, time.GetUtcNow(), options.Value))],
            whole.NextPageToken));
    }

    public static async Task<Ok<UnreadMessagesResponse>> UnreadAsync(ConversationStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var actor = Actor.FromUser(user);
        var unread = await store.CountUnreadAsync(actor.Subject, actor.IsStaff(), cancellationToken);
        return TypedResults.Ok(new UnreadMessagesResponse(unread.Conversations, unread.Messages));
    }

    public static async Task<Results<Ok<ConversationDetailResponse>, ProblemHttpResult>> OfOrderAsync(
        Id<Kinds.Order> id, ConversationStore store, MemberStore members, PersonStore people, ClaimsPrincipal user, IOptions<ChatOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = Actor.FromUser(user);
        var standing = await store.OfOrderAsync(id.Value, actor, options.Value.OpenAfterEnd, cancellationToken);
        return standing?.ReadsUpTo is null ? Problems.NotFound(id) : await DetailAsync(standing, members, people, actor, options.Value, time, cancellationToken);
    }

    public static async Task<Results<Ok<ConversationDetailResponse>, ProblemHttpResult>> GetAsync(
        Id<Kinds.Conversation> id, ConversationStore store, MemberStore members, PersonStore people, ClaimsPrincipal user, IOptions<ChatOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        var actor = Actor.FromUser(user);
        var standing = await store.StandingAsync(id.Value, actor, options.Value.OpenAfterEnd, cancellationToken);
        return standing?.ReadsUpTo is null ? Problems.NotFound(id) : await DetailAsync(standing, members, people, actor, options.Value, time, cancellationToken);
    }

    /// <summary>Notes how far the caller has read; the others see it.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> ReadAsync(
        Id<Kinds.Conversation> id, ReadRequest request, CommandContext command, ClaimsPrincipal user, IIdGenerator ids, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        if (request.UpTo is not { } upTo || upTo < 0)
        {
            return Problems.Validation("upTo", "must be the number of a message");
        }

        var standing = await ConversationStore.StandingAsync(command, id.Value, command.Actor, options.Value.OpenAfterEnd, cancellationToken);
        if (standing?.ReadsUpTo is not { } readable)
        {
            return Problems.NotFound(id);
        }

        upTo = Math.Min(upTo, Math.Min(readable, standing.Conversation.LastNumber));
        if (await MemberStore.ReadAsync(command, id.Value, command.Actor.Subject, upTo, cancellationToken))
        {
            var reader = await PersonStore.TakeAsync(command, ids.Next(), command.Actor.Subject, user.FindFirst("name")?.Value ?? "", cancellationToken);
            command.PublishRead(standing, reader, upTo, await MemberStore.PresentAsync(command, id.Value, cancellationToken));
        }

        return TypedResults.NoContent();
    }

    private static async Task<Ok<ConversationDetailResponse>> DetailAsync(
        Standing standing, MemberStore members, PersonStore people, Actor actor, ChatOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var isBoard = standing.Conversation.Kind == ConversationKinds.Board;
        var rows = isBoard ? [] : await members.ListAsync(standing.Conversation.Id, cancellationToken);
        var blocked = isBoard ? [] : (await people.BlockedAsync(actor.Subject, cancellationToken)).Select(person => person.UserId).ToHashSet(StringComparer.Ordinal);
        return TypedResults.Ok(new ConversationDetailResponse(
            ConversationResponse.Of(standing, null, actor.Subject, time.GetUtcNow(), options),
            [.. rows.Select(row => new ParticipantResponse(
                row.PersonId is { } person ? new(person) : null, row.Name, row.Part, row.UserId == actor.Subject, row.HasLeft, blocked.Contains(row.UserId), row.ReadUpTo))]));
    }

    private static bool TryReadCursor(PageRequest page, out (DateTimeOffset At, long Id)? before)
    {
        before = null;
        if (page.After is [])
        {
            return true;
        }

        if (page.After is not [var at, var id]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks
            || !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            return false;
        }

        before = (new DateTimeOffset(ticks, TimeSpan.Zero), last);
        return true;
    }
}
