using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;
using Thesis.Services.Chat.Messaging;

namespace Thesis.Services.Chat.Api;

/// <summary>Reading, posting, finding and reporting messages.</summary>
public static class MessageEndpoints
{
    private const int MostSearchCharacters = 100;

    public static async Task<Results<Ok<Page<MessageResponse>>, ProblemHttpResult>> ListAsync(
        Id<Kinds.Conversation> id, ConversationStore conversations, MessageStore store, ClaimsPrincipal user, PageRequest page, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        var actor = Actor.FromUser(user);
        var before = page.AfterId;
        var standing = await conversations.StandingAsync(id.Value, actor, options.Value.OpenAfterEnd, cancellationToken);
        if (standing?.ReadsUpTo is not { } upTo)
        {
            return Problems.NotFound(id);
        }

        var withoutBlocked = standing.Conversation.Kind == ConversationKinds.Board ? actor.Subject : null;
        var rows = await store.ListAsync(id.Value, upTo, before, withoutBlocked, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => MessageResponse.Of(row, actor.Subject), row => row.Number));
    }

    public static async Task<Results<Created<MessageResponse>, ProblemHttpResult>> PostAsync(
        Id<Kinds.Conversation> id, PostMessageRequest request, CommandContext command, ClaimsPrincipal user, IIdGenerator ids, IOptions<ChatOptions> options, HttpResponse response,
        CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var message = request.Validate(validation, options.Value);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await MessageStore.FindPostedAsync(command, command.Actor.Subject, message.CommandId, cancellationToken) is { } posted)
        {
            return OfRepetition(posted, id, command.Actor.Subject);
        }

        // Once before the conversation is held, so that a flood keeps nobody else waiting.
        if (await TooManyAsync(command, options.Value, response, cancellationToken) is { } flood)
        {
            return flood;
        }

        if (!await ConversationStore.HoldAsync(command, id.Value, cancellationToken))
        {
            return Problems.NotFound(id);
        }

        // Asked after the conversation is held: nobody leaves, or posts, between this and the commit.
        var standing = await ConversationStore.StandingAsync(command, id.Value, command.Actor, options.Value.OpenAfterEnd, cancellationToken);
        if (standing?.ReadsUpTo is null)
        {
            return Problems.NotFound(id);
        }

        if (standing.RefusesWriting(command.Now, options.Value.OpenAfterEnd) is { } refusal)
        {
            return refusal.ToProblem();
        }

        if (await TooManyAsync(command, options.Value, response, cancellationToken) is { } tooMany)
        {
            return tooMany;
        }

        var author = await PersonStore.TakeAsync(command, ids.Next(), command.Actor.Subject, user.FindFirst("name")?.Value ?? "", cancellationToken);
        if (await MessageStore.AddAsync(command, ids.Next(), id.Value, author, standing.Part, message, cancellationToken) is not { } added)
        {
            // Another request of the same message was faster.
            return await MessageStore.FindPostedAsync(command, author.UserId, message.CommandId, cancellationToken) is { } other
                ? OfRepetition(other, id, author.UserId)
                : PostedElsewhere();
        }

        var present = await MemberStore.PresentAsync(command, id.Value, cancellationToken);
        var blockers = await PersonStore.BlockersAsync(command, author.UserId, cancellationToken);
        command.PublishPosted(standing, added, present, present.Where(one => one != author.UserId && !blockers.Contains(one)));
        return Answer(added, author.UserId);
    }

    /// <param name="q">Words; what begins as they do is found.</param>
    public static async Task<Results<Ok<Page<MessageResponse>>, ProblemHttpResult>> SearchAsync(
        MessageStore store, ClaimsPrincipal user, PageRequest page, TimeProvider time, CancellationToken cancellationToken, string? q = null)
    {
        if (q is null || q.Length > MostSearchCharacters || Wording.SearchQuery(q) is not { } query)
        {
            return Problems.Validation("q", $"must be words to look for, at most {MostSearchCharacters} characters");
        }

        var actor = Actor.FromUser(user);
        var rows = await store.SearchAsync(actor.Subject, actor.IsStaff(), query, time.GetUtcNow(), page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, row => MessageResponse.Of(row, actor.Subject), row => row.Id));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> ReportAsync(
        Id<Kinds.Message> id, ReportRequest request, CommandContext command, ClaimsPrincipal user, IIdGenerator ids, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var message = await MessageStore.FindAsync(command, id.Value, cancellationToken);
        var standing = message is null ? null : await ConversationStore.StandingAsync(command, message.ConversationId, command.Actor, options.Value.OpenAfterEnd, cancellationToken);
        if (message is null || !(message.Number <= standing?.ReadsUpTo))
        {
            return Problems.NotFound(id);
        }

        if (message.Author == command.Actor.Subject || message.IsErased)
        {
            return Problems.Conflict("nothing-to-report", "Only what others wrote, and is still there, can be reported.");
        }

        await PersonStore.TakeAsync(command, ids.Next(), command.Actor.Subject, user.FindFirst("name")?.Value ?? "", cancellationToken);
        await ModerationStore.AddReportAsync(command, ids.Next(), id.Value, request.Cause ?? "", (request.Note ?? "").Trim(), cancellationToken);
        command.Audit("chat.message.reported", id.ToString(), new { request.Cause });
        return TypedResults.NoContent();
    }

    private static Created<MessageResponse> Answer(MessageRow message, string reader) =>
        TypedResults.Created($"/api/v1/chat/conversations/{new Id<Kinds.Conversation>(message.ConversationId)}/messages", MessageResponse.Of(message, reader));

    private static Results<Created<MessageResponse>, ProblemHttpResult> OfRepetition(MessageRow posted, Id<Kinds.Conversation> id, string reader) =>
        posted.ConversationId == id.Value ? Answer(posted, reader) : PostedElsewhere();

    private static ProblemHttpResult PostedElsewhere() =>
        Problems.Conflict("command-id-used", "This commandId was used for a message of another conversation; make a new one for each message.");

    private static async Task<ProblemHttpResult?> TooManyAsync(CommandContext command, ChatOptions options, HttpResponse response, CancellationToken cancellationToken)
    {
        var pace = await MessageStore.PaceAsync(command, command.Actor.Subject, cancellationToken);
        return pace.InHour >= options.MessagesAnHour ? Access.TooMany(response, pace.HourEnds ?? command.Now, command.Now)
            : pace.InMinute >= options.MessagesAMinute ? Access.TooMany(response, pace.MinuteEnds ?? command.Now, command.Now)
            : null;
    }
}
