using System.Security.Claims;
using Grpc.Core;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Realtime.Topics;
using Thesis.ServiceDefaults;

namespace Thesis.Realtime.Subscriptions;

/// <summary>Whether a caller may listen, and if not, why.</summary>
internal readonly record struct TopicDecision(bool IsAllowed, string Reason)
{
    public static TopicDecision Allowed => new(true, "");

    public static TopicDecision Denied(string reason) => new(false, reason);
}

/// <summary>
/// Decides who may listen to what. The hub knows only whose a user topic is and who watches over regions; about orders,
/// donations, NGOs, donors, drivers and conversations it asks the service that owns them, with the caller's own token.
/// </summary>
internal sealed class TopicAuthorizer(
    OrdersService.OrdersServiceClient orders,
    DonationsService.DonationsServiceClient donations,
    NgosService.NgosServiceClient ngos,
    DonorsService.DonorsServiceClient donors,
    DriversService.DriversServiceClient drivers,
    ChatService.ChatServiceClient chat)
{
    /// <exception cref="RpcException">The owning service could not be asked.</exception>
    public async Task<TopicDecision> DecideAsync(Topic topic, ClaimsPrincipal user, HttpContext? http, CancellationToken cancellationToken)
    {
        var isDispatcher = user.IsInRole(Roles.Dispatcher) || user.IsInRole(Roles.Admin);
        return topic.Kind switch
        {
            TopicKind.User => user.HasClaim("sub", topic.Subject)
                ? TopicDecision.Allowed
                : TopicDecision.Denied("a user's topic is open to that user alone"),
            TopicKind.Announcements => TopicDecision.Allowed,
            TopicKind.Region => isDispatcher
                ? TopicDecision.Allowed
                : TopicDecision.Denied("a region's topic is open to dispatchers and administrators"),
            // Also of dispatchers: what two people write to each other is theirs alone.
            TopicKind.Conversation => await AskAsync(chat.AuthorizeTopicAsync, topic, http, cancellationToken),
            _ when isDispatcher => TopicDecision.Allowed,
            TopicKind.Order => await AskAsync(orders.AuthorizeTopicAsync, topic, http, cancellationToken),
            TopicKind.Donation => await AskAsync(donations.AuthorizeTopicAsync, topic, http, cancellationToken),
            TopicKind.Ngo => await AskAsync(ngos.AuthorizeTopicAsync, topic, http, cancellationToken),
            TopicKind.Donor => await AskAsync(donors.AuthorizeTopicAsync, topic, http, cancellationToken),
            TopicKind.Driver => await AskAsync(drivers.AuthorizeTopicAsync, topic, http, cancellationToken),
            _ => TopicDecision.Denied("no rule opens this topic"),
        };
    }

    private static async Task<TopicDecision> AskAsync(
        Func<AuthorizeTopicRequest, CallOptions, AsyncUnaryCall<AuthorizeTopicResponse>> ask,
        Topic topic,
        HttpContext? http,
        CancellationToken cancellationToken)
    {
        // Without the caller's token the call would carry this process's own and could widen the caller's rights.
        if (http is null || http.Request.Headers.Authorization.Count == 0)
        {
            return TopicDecision.Denied("the connection carries no access token");
        }

        var options = default(CallOptions).WithCancellationToken(cancellationToken).AsUser(http);
        try
        {
            var answer = await ask(new AuthorizeTopicRequest { Topic = topic.Text }, options);
            return answer.Allowed ? TopicDecision.Allowed : TopicDecision.Denied(answer.Reason);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.NotFound or StatusCode.Unauthenticated)
        {
            return TopicDecision.Denied(e.Status.Detail);
        }
    }
}
