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
public sealed record DeliveryResponse(Id<NotificationKind> Id, string User, string Channel, string Title, string Status, string Detail, int Attempts, DateTimeOffset CreatedAt);

/// <summary>What went out and what did not, for administrators.</summary>
public static class OutboxEndpoint
{
    private static readonly IReadOnlyList<string> s_statuses = ["waiting", "sent", "kept", "skipped", "failed"];

    /// <param name="status">Only deliveries in this status.</param>
    public static async Task<Results<Ok<Page<DeliveryResponse>>, ProblemHttpResult>> ListAsync(
        DeliveryStore store, PageRequest page, CancellationToken cancellationToken, string? status = null)
    {
        if (status is not null && !s_statuses.Contains(status))
        {
            return Problems.Validation("status", $"must be one of {string.Join(", ", s_statuses)}, or absent");
        }

        var rows = await store.ListAsync(status, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(
            rows, page, r => new DeliveryResponse(new(r.Id), r.UserId, r.Channel, r.Title, r.Status, r.Detail, r.Attempts, r.CreatedAt), r => r.Id));
    }
}
