using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Domain;
using Thesis.Services.Users.Messaging;

namespace Thesis.Services.Users.Api;

/// <summary>The caller's profile.</summary>
public static class ProfileEndpoints
{
    public static async Task<Ok<ProfileResponse>> GetAsync(
        ProfileStore store, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        var profile = await store.FindAsync(Actor.FromUser(user).Subject, cancellationToken);
        ETags.Set(response, profile.Version);
        return TypedResults.Ok(ProfileResponse.Of(profile));
    }

    public static async Task<Results<Ok<ProfileResponse>, ProblemHttpResult>> UpdateAsync(
        ProfileRequest request, CommandContext command, IIdGenerator ids, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var wanted = request.Validate(validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var subject = command.Actor.Subject;
        var known = await ProfileStore.FindForUpdateAsync(command, subject, cancellationToken) ?? Profile.Unstated(subject);
        var next = known.Next(ids);
        var updated = wanted with { Id = next.Id, UserId = subject, Version = next.Version };
        if (expected != known.Version || !await ProfileStore.StoreAsync(command, updated, cancellationToken))
        {
            return Problems.PreconditionFailed(known.Version);
        }

        command.PublishUpdated(updated, await PreferenceStore.FindAsync(command, subject, cancellationToken), "user.profile.updated", Changed(known, updated));
        ETags.Set(http.Response, updated.Version);
        return TypedResults.Ok(ProfileResponse.Of(updated));
    }

    private static IEnumerable<string> Changed(Profile before, Profile after) =>
        new (string Name, bool Differs)[]
        {
            ("name", before.Name != after.Name),
            ("language", before.Language != after.Language),
            ("units", before.Units != after.Units),
            ("timeZone", before.TimeZone != after.TimeZone),
            ("quietHours", before.QuietHours != after.QuietHours),
        }
        .Where(field => field.Differs).Select(field => field.Name);
}
