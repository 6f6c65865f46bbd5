using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Api;

/// <summary>A request to take part in a role.</summary>
/// <param name="Account">Who asks.</param>
/// <param name="Name">Their name.</param>
/// <param name="Email">Their address, which they have confirmed.</param>
/// <param name="Role"><c>donor</c>, <c>ngo</c> or <c>driver</c>.</param>
/// <param name="Organisation">For whom; empty for drivers.</param>
/// <param name="Region">Where.</param>
/// <param name="Phone">A telephone number, or empty.</param>
/// <param name="Statement">What they say of themselves.</param>
/// <param name="Status"><c>pending</c>, <c>approved</c> or <c>rejected</c>.</param>
/// <param name="Reason">Why it was decided so.</param>
internal sealed record MembershipRequestResponse(
    Id<MembershipKind> Id, string Account, string Name, string Email, string Role, string Organisation, string Region, string Phone, string Statement,
    string Status, string Reason, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, string? DecidedBy)
{
    public static MembershipRequestResponse Of(MembershipRequest request) => new(
        new(request.Id), request.AccountId, request.Name, request.Email, request.Role, request.Organisation, request.Region, request.Phone, request.Statement,
        request.Status, request.Reason, request.CreatedAt, request.DecidedAt, request.DecidedBy);
}

/// <summary>Why something was decided.</summary>
/// <param name="Reason">Told to whom it concerns; at most 500 characters, and needed to refuse.</param>
internal sealed record DecisionRequest(string? Reason = null);

/// <summary>The queue of those who want to take part.</summary>
internal static class MembershipEndpoints
{
    public const int MostReason = 500;

    /// <param name="status">Only requests in this status.</param>
    /// <param name="region">Only requests of this region.</param>
    public static async Task<Results<Ok<Page<MembershipRequestResponse>>, ProblemHttpResult>> ListAsync(
        MembershipStore store, PageRequest page, CancellationToken cancellationToken, string? status = null, string? region = null)
    {
        var validation = new Validation();
        validation.Require(status is null || MembershipStatus.All.Contains(status), "status", $"must be one of {string.Join(", ", MembershipStatus.All)}, or absent");
        validation.Require(region is null || Place.IsRegion(region), "region", Place.RegionForm);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var requests = await store.ListAsync(status, region, page.AfterId, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(requests, page, MembershipRequestResponse.Of, request => request.Id));
    }

    /// <summary>What the caller has asked for, the latest first.</summary>
    public static async Task<Ok<IReadOnlyList<MembershipRequestResponse>>> MineAsync(MembershipStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var requests = await store.OfAsync(Actor.FromUser(user).Subject, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<MembershipRequestResponse>>([.. requests.Select(MembershipRequestResponse.Of)]);
    }

    public static Task<Results<Ok<MembershipRequestResponse>, ProblemHttpResult>> ApproveAsync(
        Id<MembershipKind> id, DecisionRequest request, CommandContext command, AccountMails mails, CancellationToken cancellationToken) =>
        DecideAsync(id, MembershipStatus.Approved, request, command, mails, cancellationToken);

    public static Task<Results<Ok<MembershipRequestResponse>, ProblemHttpResult>> RejectAsync(
        Id<MembershipKind> id, DecisionRequest request, CommandContext command, AccountMails mails, CancellationToken cancellationToken) =>
        DecideAsync(id, MembershipStatus.Rejected, request, command, mails, cancellationToken);

    private static async Task<Results<Ok<MembershipRequestResponse>, ProblemHttpResult>> DecideAsync(
        Id<MembershipKind> id, string status, DecisionRequest decision, CommandContext command, AccountMails mails, CancellationToken cancellationToken)
    {
        if (TextRules.Fault(decision.Reason, status == MembershipStatus.Rejected ? 1 : 0, MostReason) is { } fault)
        {
            return Problems.Validation("reason", fault);
        }

        if (await MembershipStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } request)
        {
            return Problems.NotFound(id);
        }

        if (request.AccountId == command.Actor.Subject)
        {
            return Problems.Forbidden("Nobody decides on their own request: another administrator has to.");
        }

        if (request.Status != MembershipStatus.Pending)
        {
            return request.Status == status
                ? TypedResults.Ok(MembershipRequestResponse.Of(request))
                : Problems.Conflict("membership-decided", $"The request has been {request.Status} already. Change the member's roles instead.");
        }

        var decided = request with { Status = status, Reason = (decision.Reason ?? "").Trim(), DecidedAt = command.Now, DecidedBy = command.Actor.Subject };
        await MembershipStore.DecideAsync(command, decided, cancellationToken);
        await mails.DecidedAsync(command, decided, cancellationToken);
        command.Audit($"membership.{status}", id.ToString(), new { account = request.AccountId, request.Role, decided.Reason });
        return TypedResults.Ok(MembershipRequestResponse.Of(decided));
    }
}
