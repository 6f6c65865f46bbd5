using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Common.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Chat.Data;
using Thesis.Services.Chat.Domain;

namespace Thesis.Services.Chat.Api;

/// <summary>What the realtime hub asks of conversations, each time with the caller's own token.</summary>
public sealed class ChatGrpcService(ConversationStore conversations, MemberStore members, PersonStore people, IOptions<ChatOptions> options, TimeProvider time) : ChatService.ChatServiceBase
{
    /// <summary>Boards, whose topic only says that there is something new, for who may read them; orders' conversations for dispatchers.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<AuthorizeTopicResponse> AuthorizeTopic(AuthorizeTopicRequest request, ServerCallContext context)
    {
        var id = TopicSubject.Parse<Kinds.Conversation>(request.Topic);
        var actor = Actor.FromUser(context.GetHttpContext().User);
        var standing = await conversations.StandingAsync(id.Value, actor, options.Value.OpenAfterEnd, context.CancellationToken);
        var isOpen = standing is { Conversation.Kind: ConversationKinds.Board, ReadsUpTo: long.MaxValue }
            || standing is { Conversation.Kind: ConversationKinds.Order, IsStaff: true };
        return isOpen
            ? new AuthorizeTopicResponse { Allowed = true }
            : new AuthorizeTopicResponse { Reason = "There is no such conversation, or its messages come by your own topic." };
    }

    /// <summary>Those who are shown that the caller types: who takes part now, where the caller may write.</summary>
    [Authorize(Policies.SignedIn)]
    public override async Task<GetListenersResponse> GetListeners(GetListenersRequest request, ServerCallContext context)
    {
        Validation.Demand(Id<Kinds.Conversation>.TryParse(request.Conversation, out var id), "conversation", Id<Kinds.Conversation>.Expected);
        var actor = Actor.FromUser(context.GetHttpContext().User);
        var standing = await conversations.StandingAsync(id.Value, actor, options.Value.OpenAfterEnd, context.CancellationToken);
        var person = await people.FindAsync(actor.Subject, context.CancellationToken);
        var answer = new GetListenersResponse { Person = person is null ? "" : new Id<Kinds.Person>(person.Id).ToString() };
        if (standing?.ReadsUpTo is not null && standing.Conversation.Kind != ConversationKinds.Board && standing.RefusesWriting(time.GetUtcNow(), options.Value.OpenAfterEnd) is null)
        {
            answer.Users.Add((await members.PresentAsync(id.Value, context.CancellationToken)).Where(user => user != actor.Subject));
        }

        return answer;
    }
}
