using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Shared.Places;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Domain;

namespace Thesis.Services.Users.Api;

/// <summary>A decision on a version of a text.</summary>
/// <param name="Kind">terms, privacy, location_tracking, email, sms or photos.</param>
/// <param name="Version">The text's version, e.g. "2026-11"; 1 to 40 characters.</param>
/// <param name="Given">False to refuse or withdraw.</param>
public sealed record ConsentRequest(string? Kind = null, string? Version = null, bool? Given = null);

/// <summary>A decision with its date.</summary>
public sealed record ConsentResponse(string Kind, string Version, bool Given, DateTimeOffset At)
{
    public static ConsentResponse Of(Consent consent) => new(consent.Kind, consent.Version, consent.Given, consent.At);
}

/// <summary>The caller's decisions, newest first; of each kind the first counts.</summary>
public sealed record ConsentsResponse(IReadOnlyList<ConsentResponse> Items);

/// <summary>What the caller agrees to.</summary>
public static class ConsentEndpoints
{
    public static async Task<Ok<ConsentsResponse>> ListAsync(ConsentStore store, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var consents = await store.ListAsync(Actor.FromUser(user).Subject, cancellationToken);
        return TypedResults.Ok(new ConsentsResponse([.. consents.Select(ConsentResponse.Of)]));
    }

    public static async Task<Results<Created<ConsentResponse>, ProblemHttpResult>> AddAsync(
        ConsentRequest request, CommandContext command, IIdGenerator ids, CancellationToken cancellationToken)
    {
        var validation = new Validation();
        validation.Require(request.Kind is not null && Consent.Kinds.Contains(request.Kind), "kind", $"must be one of {string.Join(", ", Consent.Kinds)}");
        validation.RequireText(request.Version, "version", 1, 40);
        validation.Require(request.Given is not null, "given", "must be true or false");
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var consent = new Consent(ids.Next(), request.Kind ?? "", (request.Version ?? "").Trim(), request.Given ?? false, command.Now);
        await ConsentStore.AddAsync(command, command.Actor.Subject, consent, cancellationToken);
        command.Audit(consent.Given ? "consent.given" : "consent.withdrawn", command.Actor.Subject, new { consent.Kind, consent.Version });
        return TypedResults.Created("/api/v1/me/consents", ConsentResponse.Of(consent));
    }
}
