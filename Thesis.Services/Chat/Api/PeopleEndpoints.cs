using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Api;

/// <summary>With whom somebody talks alone, and whom they have blocked.</summary>
public static class PeopleEndpoints
{
    /// <summary>Opens the conversation of two people who share an order; the same one each time.</summary>
    public static async Task<Results<Ok<ConversationResponse>, ProblemHttpResult>> DirectAsync(
        DirectRequest request, CommandContext command, ClaimsPrincipal user, IIdGenerator ids, IOptions<ChatOptions> options, CancellationToken cancellationToken)
    {
        if (request.Person is not { } id)
        {
            return Problems.Validation("person", $"must name whom to write to: it {Id<Kinds.Person>.Expected}");
        }

        var me = await PersonStore.TakeAsync(command, ids.Next(), command.Actor.Subject, user.FindFirst("name")?.Value ?? "", cancellationToken);
        var other = await PersonStore.FindAsync(command, id.Value, cancellationToken);
        if (other is null || other.Id == me.Id
            || !await PersonStore.ShareOrderAsync(command, me.UserId, other.UserId, command.Now - options.Value.OpenAfterEnd, cancellationToken))
        {
            return Problems.NotFound(id);
        }

        var subject = $"{Math.Min(me.Id, other.Id)} {Math.Max(me.Id, other.Id)}";
        var conversation = await ConversationStore.TakeAsync(command, ids.Next(), ConversationKinds.Direct, subject, "", cancellationToken);
        await MemberStore.AddPeersAsync(command, conversation, me.UserId, other.UserId, cancellationToken);
        var standing = await ConversationStore.StandingAsync(command, conversation, command.Actor, options.Value.OpenAfterEnd, cancellationToken);
        return standing is null ? Problems.NotFound(id) : TypedResults.Ok(ConversationResponse.Of(standing, null, me.UserId, command.Now, options.Value));
    }

    public static async Task<Ok<BlocksResponse>> BlocksAsync(PersonStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var blocked = await store.BlockedAsync(Actor.FromUser(user).Subject, cancellationToken);
        return TypedResults.Ok(new BlocksResponse([.. blocked.Select(person => new PersonResponse(new(person.Id), person.Name))]));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> BlockAsync(Id<Kinds.Person> id, CommandContext command, CancellationToken cancellationToken)
    {
        var person = await PersonStore.FindAsync(command, id.Value, cancellationToken);
        if (person is null)
        {
            return Problems.NotFound(id);
        }

        if (person.UserId == command.Actor.Subject)
        {
            return Problems.Conflict("not-yourself", "You cannot block yourself.");
        }

        await PersonStore.BlockAsync(command, command.Actor.Subject, person.UserId, cancellationToken);
        command.Audit("chat.person.blocked", id.ToString());
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> UnblockAsync(Id<Kinds.Person> id, CommandContext command, CancellationToken cancellationToken)
    {
        var person = await PersonStore.FindAsync(command, id.Value, cancellationToken);
        if (person is null)
        {
            return Problems.NotFound(id);
        }

        await PersonStore.UnblockAsync(command, command.Actor.Subject, person.UserId, cancellationToken);
        command.Audit("chat.person.unblocked", id.ToString());
        return TypedResults.NoContent();
    }
}
