using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Data;
using Thesis.Services.Notifications.Domain;

namespace Thesis.Services.Notifications.Api;

/// <summary>A notification's way by a channel.</summary>
/// <param name="Id">The delivery's id.</param>
/// <param name="User">Whom it is for.</param>
/// <param name="Channel"><c>email</c> or <c>push</c>.</param>
/// <param name="Status"><c>waiting</c>, <c>sent</c>, <c>kept</c> (nothing is configured to send by), <c>skipped</c> or <c>failed</c>.</param>
/// <param name="Detail">Why.</param>
/// <param name="DueAt">When it is tried next; null when nothing is left to do.</param>
/// <param name="Kind">By which people choose what they want to hear of, e.g. <c>order_proposed</c>.</param>
public sealed record DeliveryResponse(
    Id<NotificationKind> Id, string User, string Channel, string Title, string Status, string Detail, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, string Kind)
{
    public static DeliveryResponse Of(DeliveryRow row) =>
        new(new(row.Id), row.UserId, row.Channel, row.Title, row.Status, row.Detail, row.Attempts, row.CreatedAt, row.DueAt, row.Kind);
}

/// <summary>What went out and what did not, for administrators.</summary>
public static class OutboxEndpoint
{
    private const int MostUserCharacters = 200;
    private static readonly IReadOnlyList<string> s_statuses = ["waiting", "sent", "kept", "skipped", "failed"];
    private static readonly IReadOnlyList<string> s_channels = [Channels.Email, Channels.Push];

    /// <param name="status">Only deliveries in this status.</param>
    /// <param name="channel">Only deliveries by this channel.</param>
    /// <param name="user">Only deliveries for this user.</param>
    public static async Task<Results<Ok<Page<DeliveryResponse>>, ProblemHttpResult>> ListAsync(
        DeliveryStore store, PageRequest page, CancellationToken cancellationToken, string? status = null, string? channel = null, string? user = null)
    {
        var validation = new Validation();
        validation.Require(status is null || s_statuses.Contains(status), "status", $"must be one of {string.Join(", ", s_statuses)}, or absent");
        validation.Require(channel is null || s_channels.Contains(channel), "channel", $"must be one of {string.Join(", ", s_channels)}, or absent");
        validation.Require(user is null || (user.Length is >= 1 and <= MostUserCharacters && !user.Any(char.IsControl)), "user", $"must have 1 to {MostUserCharacters} characters");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var rows = await store.ListAsync(new DeliveryFilter(status, channel, user), page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, DeliveryResponse.Of, row => row.Id));
    }

    /// <summary>Sends again what did not go out, as if it were new and however late it is by now.</summary>
    public static async Task<Results<Ok<DeliveryResponse>, ProblemHttpResult>> ReplayAsync(
        Id<NotificationKind> id, CommandContext command, CancellationToken cancellationToken)
    {
        if (await DeliveryStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } delivery)
        {
            return Problems.NotFound(id);
        }

        if (delivery.Status is "waiting" or "sent")
        {
            return Problems.Conflict("delivery-not-failed", delivery.Status == "sent" ? "This went out already." : "This is on its way: it is tried by itself.");
        }

        await DeliveryStore.ReplayAsync(command, id.Value, cancellationToken);
        command.Audit("delivery.replayed", id.ToString(), new { before = new { delivery.Status, delivery.Detail, delivery.Attempts }, after = new { Status = "waiting" } });
        return TypedResults.Ok(DeliveryResponse.Of(delivery with { Status = "waiting", Detail = "", Attempts = 0, DueAt = command.Now }));
    }
}
