using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Domain;

namespace Thesis.Services.Donations.Api;

/// <summary>Recurring donations: who acts for the donor makes and reads them.</summary>
public static class TemplateEndpoints
{
    public static async Task<Results<Created<TemplateResponse>, ProblemHttpResult>> CreateAsync(
        TemplateRequest request, CommandContext command, DonorDirectory donors, IIdGenerator ids, HttpResponse response, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(request.DonorId is not null, "donorId", "is required");
        request.Validate(validation, command.Now, DateOnly.FromDateTime(command.Now.UtcDateTime));
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        if (await donors.FindAsync(command, request.DonorId?.Value ?? 0, cancellationToken) is not { } donor)
        {
            return Problems.Validation("donorId", "must be the id of a donor");
        }

        if (!DonationRights.MayActFor(command.Actor, donor))
        {
            return NotYours();
        }

        var timeZone = await TemplateStore.TimeZoneAsync(command, donor.Place.Region, cancellationToken);
        var template = Make(request, command, donor, timeZone) with { Id = ids.Next() };
        if (DonationEdit.RefuseSmall(template.Offer) is { } small)
        {
            return small;
        }

        await TemplateStore.InsertAsync(command, template, cancellationToken);
        command.Audit("donation_template.created", IdOf(template), new { after = Facts(template) });
        ETags.Set(response, template.Version);
        return TypedResults.Created($"/api/v1/donation-templates/{IdOf(template)}", TemplateResponse.Of(new ZonedTemplate(template, timeZone)));
    }

    /// <param name="donorId">Only this donor's.</param>
    public static async Task<Ok<Page<TemplateResponse>>> ListAsync(
        TemplateStore store, ClaimsPrincipal user, PageRequest page, CancellationToken cancellationToken, Id<Kinds.Donor>? donorId = null)
    {
        var reader = Actor.FromUser(user);
        var manager = DonationRights.IsOperator(reader) ? null : reader.Subject;
        var templates = await store.ListAsync(manager, donorId?.Value, page.AfterId ?? 0, page.Limit, cancellationToken);
        return TypedResults.Ok(Page.Of(templates, page, TemplateResponse.Of, zoned => zoned.Template.Id));
    }

    public static async Task<Results<Ok<TemplateResponse>, ProblemHttpResult>> GetAsync(
        Id<Kinds.Template> id, TemplateStore store, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id.Value, cancellationToken) is not { } zoned || !DonationRights.MayActFor(Actor.FromUser(user), zoned.Template.Donor))
        {
            return Problems.NotFound(id);
        }

        ETags.Set(response, zoned.Template.Version);
        return TypedResults.Ok(TemplateResponse.Of(zoned));
    }

    /// <summary>Restates it; donations that are posted already stay as they are.</summary>
    public static async Task<Results<Ok<TemplateResponse>, ProblemHttpResult>> UpdateAsync(
        Id<Kinds.Template> id, TemplateRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        request.Validate(validation, command.Now, DateOnly.FromDateTime(command.Now.UtcDateTime));
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (zoned, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (zoned is null)
        {
            return refusal;
        }

        var known = zoned.Template;
        if (expected != known.Version)
        {
            return Problems.PreconditionFailed(known.Version);
        }

        if (request.DonorId is { } donor && donor.Value != known.Donor.Id)
        {
            return Problems.Validation("donorId", "may not change; leave it out");
        }

        var updated = Make(request, command, known.Donor, zoned.TimeZone) with { Id = known.Id, Version = known.Version + 1 };
        if (DonationEdit.RefuseSmall(updated.Offer) is { } small)
        {
            return small;
        }

        return TypedResults.Ok(await StoreAsync(command, zoned, updated, "donation_template.updated", http.Response, cancellationToken));
    }

    /// <summary>Ends it: nothing is posted any more. A second time changes nothing.</summary>
    public static async Task<Results<Ok<TemplateResponse>, ProblemHttpResult>> EndAsync(
        Id<Kinds.Template> id, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var (zoned, refusal) = await FindForChangeAsync(id, command, cancellationToken);
        if (zoned is null)
        {
            return refusal;
        }

        var known = zoned.Template;
        IfMatch.Check(http.Request, known.Version);
        if (known.Next is null)
        {
            return TypedResults.Ok(TemplateResponse.Of(zoned));
        }

        var today = Today(command.Now, RegionProjection.Zone(zoned.TimeZone));
        var last = today > known.Recurrence.StartsOn ? today : known.Recurrence.StartsOn;
        var ended = known with { Version = known.Version + 1, Recurrence = known.Recurrence with { EndsOn = last }, Next = null };
        return TypedResults.Ok(await StoreAsync(command, zoned, ended, "donation_template.ended", http.Response, cancellationToken));
    }

    private static async Task<TemplateResponse> StoreAsync(
        CommandContext command, ZonedTemplate before, Template after, string action, HttpResponse response, CancellationToken cancellationToken)
    {
        await TemplateStore.UpdateAsync(command, after, cancellationToken);
        command.Audit(action, IdOf(after), new { before = Facts(before.Template), after = Facts(after) });
        ETags.Set(response, after.Version);
        return TemplateResponse.Of(before with { Template = after });
    }

    private static Template Make(TemplateRequest request, CommandContext command, DonorInfo donor, string? timeZone)
    {
        var zone = RegionProjection.Zone(timeZone);
        var today = Today(command.Now, zone);
        var (offer, recurrence) = request.Validate(new Validation(), command.Now, today);
        return new Template(0, 1, donor, offer, recurrence, recurrence.Next(today.AddDays(-1), command.Now, zone));
    }

    private static DateOnly Today(DateTimeOffset now, DateTimeZone zone) => Instant.FromDateTimeOffset(now).InZone(zone).Date.ToDateOnly();

    private static async Task<(ZonedTemplate? Zoned, ProblemHttpResult Refusal)> FindForChangeAsync(
        Id<Kinds.Template> id, CommandContext command, CancellationToken cancellationToken)
    {
        var zoned = await TemplateStore.FindForUpdateAsync(command, id.Value, cancellationToken);
        return zoned is null ? (null, Problems.NotFound(id))
            : DonationRights.MayActFor(command.Actor, zoned.Template.Donor) ? (zoned, Problems.NotFound(id))
            : (null, NotYours());
    }

    private static object Facts(Template template) => new { template.Version, template.Recurrence, template.Next, template.Offer.Title, template.Offer.QuantityGrams };

    private static string IdOf(Template template) => new Id<Kinds.Template>(template.Id).ToString();

    private static ProblemHttpResult NotYours() => Problems.Forbidden("Only a manager of this donor or a dispatcher may do this.");
}
