using Microsoft.AspNetCore.SignalR;

namespace Thesis.Realtime.Subscriptions;

/// <summary>A connection belongs to the user of its token's <c>sub</c>.</summary>
internal sealed class SubjectUserIds : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => connection.User.FindFirst("sub")?.Value;
}
