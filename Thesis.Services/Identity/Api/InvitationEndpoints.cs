using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Identity.Data;
using Thesis.Services.Identity.Domain;
using Thesis.Services.Identity.Mail;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Identity.Api;

/// <summary>Invites somebody to act for an organisation.</summary>
/// <param name="Organisation">The donor's or the NGO's id.</param>
/// <param name="Email">Where the link is sent.</param>
/// <param name="Role"><c>manager</c> may change the organisation and its people, <c>staff</c> acts for it.</param>
internal sealed record InvitationRequest(string? Organisation = null, string? Email = null, string? Role = null);

/// <summary>An invitation.</summary>
/// <param name="Organisation">To which donor or NGO.</param>
/// <param name="Status"><c>pending</c>, <c>accepted</c>, <c>revoked</c> or <c>expired</c>.</param>
/// <param name="InvitedBy">Subject of who invites.</param>
/// <param name="AcceptedBy">Subject of who accepted; null before.</param>
internal sealed record InvitationResponse(
    Id<InvitationKind> Id, string Organisation, string Email, string Role, string Status, string InvitedBy,
    DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string? AcceptedBy, DateTimeOffset? AcceptedAt)
{
    public static InvitationResponse Of(Invitation invitation, DateTimeOffset now) => new(
        new(invitation.Id), invitation.Organisation, invitation.Email, invitation.Role, invitation.StatusAt(now), invitation.InvitedBy,
        invitation.CreatedAt, invitation.ExpiresAt, invitation.AcceptedBy, invitation.AcceptedAt);
}

/// <summary>An organisation that the caller acts for.</summary>
/// <param name="Kind"><c>donor</c> or <c>ngo</c>.</param>
/// <param name="Role"><c>manager</c> or <c>staff</c>.</param>
internal sealed record OrganisationResponse(string Id, string Kind, string Name, string Region, string Role)
{
    public static OrganisationResponse Of(Organisation organisation, string subject) => new(
        organisation.Id, Id<Kinds.Donor>.TryParse(organisation.Id, out _) ? Roles.Donor : Roles.Ngo, organisation.Name, organisation.Region,
        organisation.IsLedBy(subject) ? PlaceRoles.Manager : PlaceRoles.Staff);
}

/// <summary>Who is asked to act for an organisation, and for which the caller does.</summary>
internal static class InvitationEndpoints
{
    /// <summary>For which donors and NGOs the caller acts, by id.</summary>
    public static async Task<Ok<Page<OrganisationResponse>>> OrganisationsAsync(
        OrganisationStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken)
    {
        var subject = Actor.FromUser(user).Subject;
        var organisations = await store.OfAsync(subject, page.After is [var after] ? after : null, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(organisations, page, one => OrganisationResponse.Of(one, subject), one => [one.Id]));
    }

    /// <param name="organisation">Only invitations to this donor or NGO.</param>
    public static async Task<Results<Ok<Page<InvitationResponse>>, ProblemHttpResult>> ListAsync(
        InvitationStore store, ClaimsPrincipal user, PageRequest page, TimeProvider time, CancellationToken cancellationToken, string? organisation = null)
    {
        if (organisation is not null && !IsOrganisation(organisation))
        {
            return Problems.Validation("organisation", OrganisationForm);
        }

        var actor = Actor.FromUser(user);
        var invitations = await store.ListAsync(PlaceRights.IsOperator(actor) ? null : actor.Subject, organisation, page.AfterId, page.Limit, cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(Page.Of(invitations, page, one => InvitationResponse.Of(one, now), one => one.Id));
    }

    /// <summary>Sends the link. Who is invited learns it by mail alone: whether the address has an account is not told.</summary>
    public static async Task<Results<Created<InvitationResponse>, ProblemHttpResult>> CreateAsync(
        InvitationRequest request, CommandContext command, IIdGenerator ids, AccountMails mails, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        var email = request.Email?.Trim();
        validation.Require(request.Organisation is not null && IsOrganisation(request.Organisation), "organisation", OrganisationForm);
        validation.Require(SignUpRules.IsEmail(email), "email", "must be an e-mail address such as name@example.org");
        validation.Require(PlaceRoles.All.Contains(request.Role), "role", $"must be one of {string.Join(", ", PlaceRoles.All)}");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await OrganisationStore.FindAsync(command, request.Organisation ?? "", cancellationToken) is not { } organisation || !MayInvite(command.Actor, organisation))
        {
            return Problems.Forbidden("Only a manager of the organisation or a dispatcher may invite others to it.");
        }

        var invitation = new Invitation(
            ids.Next(), organisation.Id, email ?? "", request.Role ?? "", InvitationStatus.Pending, InvitationLinks.NewKey(), command.Actor.Subject,
            PlaceRights.IsOperator(command.Actor), command.Now, command.Now + Invitation.Life, null, null);
        if (!await InvitationStore.AddAsync(command, invitation, cancellationToken))
        {
            return Problems.Conflict(
                "invitation-open", $"An invitation to this address is open already, or the organisation has {InvitationStore.MostOpen} open ones. Send that one again, or revoke it first.");
        }

        await mails.InvitedAsync(command, invitation, organisation, cancellationToken);
        command.Audit("invitation.created", Edge(invitation), new { invitation.Organisation, invitation.Role });
        return TypedResults.Created($"/api/v1/invitations/{Edge(invitation)}", InvitationResponse.Of(invitation, command.Now));
    }

    /// <summary>Sends a new link; the one before is no longer good.</summary>
    public static Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> ResendAsync(
        Id<InvitationKind> id, CommandContext command, AccountMails mails, CancellationToken cancellationToken) =>
        ChangeAsync(id, command, "invitation.resent", async (invitation, organisation) =>
        {
            var renewed = invitation with { Key = InvitationLinks.NewKey(), ExpiresAt = command.Now + Invitation.Life };
            await mails.InvitedAsync(command, renewed, organisation, cancellationToken);
            return renewed;
        }, cancellationToken);

    /// <summary>Makes its link useless.</summary>
    public static Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> RevokeAsync(
        Id<InvitationKind> id, CommandContext command, CancellationToken cancellationToken) =>
        ChangeAsync(id, command, "invitation.revoked", (invitation, _) => Task.FromResult(invitation with { Status = InvitationStatus.Revoked }), cancellationToken);

    private const string OrganisationForm = "must be a donor's or an NGO's id, as an earlier answer gave it";

    private static async Task<Results<Ok<InvitationResponse>, ProblemHttpResult>> ChangeAsync(
        Id<InvitationKind> id, CommandContext command, string action, Func<Invitation, Organisation, Task<Invitation>> change, CancellationToken cancellationToken)
    {
        if (await InvitationStore.FindForUpdateAsync(command, id.Value, cancellationToken) is not { } invitation
            || await OrganisationStore.FindAsync(command, invitation.Organisation, cancellationToken) is not { } organisation
            || !MayInvite(command.Actor, organisation))
        {
            return Problems.NotFound(id);
        }

        if (invitation.Status != InvitationStatus.Pending)
        {
            return Problems.Conflict("invitation-closed", $"The invitation is {invitation.Status} already.");
        }

        var changed = await change(invitation, organisation);
        await InvitationStore.UpdateAsync(command, changed, cancellationToken);
        command.Audit(action, id.ToString(), new { invitation.Organisation });
        return TypedResults.Ok(InvitationResponse.Of(changed, command.Now));
    }

    private static bool MayInvite(Actor actor, Organisation organisation) => PlaceRights.IsOperator(actor) || organisation.IsLedBy(actor.Subject);

    private static bool IsOrganisation(string id) => Id<Kinds.Donor>.TryParse(id, out _) || Id<Kinds.Ngo>.TryParse(id, out _);

    private static string Edge(Invitation invitation) => new Id<InvitationKind>(invitation.Id).ToString();
}
