using System.Buffers.Text;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Notifications.Messaging;

namespace Thesis.Services.Notifications.Api;

/// <summary>Something that the caller was told.</summary>
/// <param name="Kind">By which people choose what they want to hear of, e.g. <c>order_proposed</c>.</param>
/// <param name="Title">In the user's language.</param>
/// <param name="Path">Where in the portals it leads.</param>
/// <param name="ReadAt">Null until it was read.</param>
public sealed record NotificationResponse(Id<NotificationKind> Id, string Kind, string Title, string Body, string Path, DateTimeOffset CreatedAt, DateTimeOffset? ReadAt);

/// <summary>How much is unread.</summary>
public sealed record UnreadResponse(long Unread);

/// <summary>The key that a browser subscribes with.</summary>
public sealed record PushKeyResponse(string PublicKey);

/// <summary>A browser's push subscription, as <c>PushSubscription.toJSON()</c> gives it.</summary>
/// <param name="Endpoint">The address at its push service.</param>
/// <param name="P256dh">The browser's public key, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
public sealed record PushSubscriptionRequest(string? Endpoint = null, string? P256dh = null, string? Auth = null);

/// <summary>A browser that shall get no more push messages.</summary>
public sealed record PushRemovalRequest(string? Endpoint = null);

/// <summary>What the caller was told, and where they want to be told.</summary>
public static class NotificationEndpoints
{
    private const int MostEndpoint = 1000;
    private const int KeyBytes = 65;
    private const int AuthBytes = 16;

    /// <param name="unread">True: only those that were not read.</param>
    public static async Task<Ok<Page<NotificationResponse>>> ListAsync(
        NotificationStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken, bool unread = false)
    {
        var notifications = await store.ListAsync(Actor.FromUser(user).Subject, unread, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(
            notifications, page, n => new NotificationResponse(new(n.Id), n.Kind, n.Title, n.Body, n.Path, n.CreatedAt, n.ReadAt), n => n.Id));
    }

    public static async Task<Ok<UnreadResponse>> UnreadAsync(NotificationStore store, ClaimsPrincipal user, CancellationToken cancellationToken) =>
        TypedResults.Ok(new UnreadResponse(await store.CountUnreadAsync(Actor.FromUser(user).Subject, cancellationToken)));

    public static async Task<Results<NoContent, ProblemHttpResult>> ReadAsync(Id<NotificationKind> id, CommandContext command, CancellationToken cancellationToken) =>
        await NotificationStore.ReadAsync(command, command.Actor.Subject, id.Value, cancellationToken) ? TypedResults.NoContent() : Problems.NotFound(id);

    public static async Task<NoContent> ReadAllAsync(CommandContext command, CancellationToken cancellationToken)
    {
        await NotificationStore.ReadAsync(command, command.Actor.Subject, null, cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Ok<PushKeyResponse>> PushKeyAsync(PushIdentity identity, CancellationToken cancellationToken) =>
        TypedResults.Ok(new PushKeyResponse((await identity.KeysAsync(cancellationToken)).Public));

    public static async Task<Results<NoContent, ProblemHttpResult>> SubscribeAsync(
        PushSubscriptionRequest request, CommandContext command, IIdGenerator ids, IOptions<NotificationsOptions> options, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(
            request.Endpoint is { Length: <= MostEndpoint } && options.Value.IsPushService(request.Endpoint), "endpoint", "must be the address that the browser was given by a known push service");
        validation.Require(IsKey(request.P256dh, KeyBytes), "p256dh", "must be the browser's public key, 65 bytes in base64url");
        validation.Require(IsKey(request.Auth, AuthBytes), "auth", "must be the browser's secret, 16 bytes in base64url");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var address = new PushAddress(request.Endpoint ?? "", request.P256dh ?? "", request.Auth ?? "");
        await PushStore.AddAsync(command, ids.Next(), command.Actor.Subject, address, cancellationToken);
        return TypedResults.NoContent();
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> UnsubscribeAsync(PushRemovalRequest request, CommandContext command, CancellationToken cancellationToken)
    {
        if (request.Endpoint is not { Length: > 0 and <= MostEndpoint } endpoint || endpoint.Any(char.IsControl))
        {
            return Problems.Validation("endpoint", $"must be the subscription's address, at most {MostEndpoint} characters, none of them control characters");
        }

        await PushStore.RemoveAsync(command, command.Actor.Subject, endpoint, cancellationToken);
        return TypedResults.NoContent();
    }

    private static bool IsKey(string? text, int bytes) =>
        text is { Length: < 200 } && Base64Url.IsValid(text, out var length) && length == bytes;
}
