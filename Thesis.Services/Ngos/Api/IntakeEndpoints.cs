using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Data;
using Thesis.Services.Ngos.Domain;
using Thesis.Services.Ngos.Messaging;
using Thesis.Services.Shared.Places;

namespace Thesis.Services.Ngos.Api;

/// <summary>Pausing an NGO's intake, and its days that differ from the usual.</summary>
public static class IntakeEndpoints
{
    private const int MostReasonCharacters = 300;

    /// <summary>Takes no food until a day, or until it is resumed.</summary>
    public static Task<Results<Ok<NgoResponse>, ProblemHttpResult>> PauseAsync(
        Id<Kinds.Ngo> id, PauseRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.RequireText(request.Reason, "reason", 0, MostReasonCharacters);
        var tomorrow = DateOnly.FromDateTime(command.Now.UtcDateTime);
        validation.Require(request.ResumesOn is null || request.ResumesOn >= tomorrow, "resumesOn", "must not be in the past");
        var reason = (request.Reason ?? "").Trim();
        return ChangeAsync(id, command, http, validation, "ngo.paused", ngo => ngo with
        {
            Intake = ngo.Intake with { Accepting = request.ResumesOn is not null && ngo.Intake.Accepting },
            Calendar = ngo.Calendar with { ResumesOn = request.ResumesOn, PauseReason = reason },
        }, cancellationToken);
    }

    /// <summary>Takes food again.</summary>
    public static Task<Results<Ok<NgoResponse>, ProblemHttpResult>> ResumeAsync(
        Id<Kinds.Ngo> id, CommandContext command, HttpContext http, CancellationToken cancellationToken) =>
        ChangeAsync(id, command, http, new Validation(), "ngo.resumed", ngo => ngo with
        {
            Intake = ngo.Intake with { Accepting = true },
            Calendar = ngo.Calendar with { ResumesOn = null, PauseReason = "" },
        }, cancellationToken);

    /// <summary>Replaces the closed days and those of another capacity.</summary>
    public static Task<Results<Ok<NgoResponse>, ProblemHttpResult>> UpdateCalendarAsync(
        Id<Kinds.Ngo> id, IntakeCalendarRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        IfMatch.Require(http.Request);
        var validation = new Validation();
        request.Validate(validation, IntakeCalendar.Usual);
        return ChangeAsync(id, command, http, validation, "ngo.calendar.updated", ngo => ngo with { Calendar = request.Validate(new Validation(), ngo.Calendar) }, cancellationToken);
    }

    /// <summary>Replaces the contacts and how to get in.</summary>
    public static Task<Results<Ok<NgoResponse>, ProblemHttpResult>> UpdateContactsAsync(
        Id<Kinds.Ngo> id, ContactsRequest request, CommandContext command, HttpContext http, CancellationToken cancellationToken)
    {
        IfMatch.Require(http.Request);
        var validation = new Validation();
        var contacts = request.Validate(validation);
        return ChangeAsync(id, command, http, validation, "ngo.contacts.updated", ngo => ngo with { Contacts = contacts }, cancellationToken);
    }

    private static async Task<Results<Ok<NgoResponse>, ProblemHttpResult>> ChangeAsync(
        Id<Kinds.Ngo> id, CommandContext command, HttpContext http, Validation validation, string action, Func<Ngo, Ngo> change, CancellationToken cancellationToken)
    {
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var (ngo, refusal) = await NgoEndpoints.FindForChangeAsync(id, command, cancellationToken);
        if (ngo is null)
        {
            return refusal;
        }

        IfMatch.Check(http.Request, ngo.Version);
        var updated = change(ngo) with { Version = ngo.Version + 1 };
        NgoStore.UpdateIntake(command, updated);
        command.PublishUpdated(updated, action, ngo);
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(NgoResponse.Of(updated, command.Actor));
    }
}
