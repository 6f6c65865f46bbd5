using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.OpenApi;

namespace Thesis.Services.Audit;

/// <summary>A row of the audit trail.</summary>
/// <param name="Actor">Who acted: a user's subject, or "system:" and the service.</param>
/// <param name="Action">What was done, e.g. "donation.cancelled".</param>
/// <param name="EntityId">To what.</param>
/// <param name="Before">As it was; null where that is not kept.</param>
/// <param name="After">As it is since; null where that is not kept.</param>
/// <param name="Reason">Why, where somebody has said it.</param>
/// <param name="Details">All that was noted.</param>
/// <param name="TraceId">The trace of the request or event; null when there was none.</param>
public sealed record AuditResponse(
    Id<Kinds.Audit> Id, DateTimeOffset Time, string Actor, string Action, string EntityId,
    JsonElement? Before, JsonElement? After, string? Reason, JsonElement? Details, string? TraceId)
{
    public static AuditResponse Of(AuditRow row) => new(
        new Id<Kinds.Audit>(row.Id), row.Time, row.Actor, row.Action, row.EntityId,
        Member(row, "before"), Member(row, "after"),
        Member(row, "reason") is { ValueKind: JsonValueKind.String } reason && reason.GetString() is { Length: > 0 } text ? text : null,
        row.Details, row.TraceId);

    private static JsonElement? Member(AuditRow row, string name) =>
        row.Details is { ValueKind: JsonValueKind.Object } details && details.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
}

/// <summary>The audit trails: each service answers for its own, to administrators.</summary>
internal static class AuditEndpoints
{
    private const int MostCharacters = 200;

    /// <summary>Maps the trail of a service as <c>/api/v1/audit/{service}</c>.</summary>
    public static void MapAudit(this WebApplication app, string service) =>
        app.MapGet($"/api/v1/audit/{service}", (
                AuditQuery query, PageRequest page, CancellationToken cancellationToken,
                string? actor, string? action, string? entityId, string? traceId, DateTimeOffset? from, DateTimeOffset? until) =>
                ListAsync(service, query, page, new AuditFilter(actor, action, entityId, traceId, from, until), cancellationToken))
            .RequireAuthorization(Policies.Admin)
            .Describe("Audit", $"List{char.ToUpperInvariant(service[0])}{service[1..]}Audit", $"What was done in the {service} service, newest first: who, what, to what, before, after, why, in which trace. An action that ends with a dot stands for all that begin with it.", "ReadAudit")
            .Fails(400);

    private static async Task<Results<Ok<Page<AuditResponse>>, ProblemHttpResult>> ListAsync(
        string service, AuditQuery query, PageRequest page, AuditFilter filter, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        Check(filter.Actor, "actor");
        Check(filter.Action, "action");
        Check(filter.EntityId, "entityId");
        Check(filter.TraceId, "traceId");
        validation.Require(filter.From is null || filter.Until is null || filter.From < filter.Until, "until", "must be after from");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var rows = await query.ListAsync(service, filter, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, page, AuditResponse.Of, row => row.Id));

        void Check(string? text, string field) => validation.Require(
            text is null || (text.Length is >= 1 and <= MostCharacters && !text.Any(char.IsControl)), field, $"must have 1 to {MostCharacters} characters");
    }
}
