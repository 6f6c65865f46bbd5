using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;

namespace Thesis.Services.Users.Api;

/// <summary>All that the users service holds of a person.</summary>
/// <param name="ExportedAt">When it was read.</param>
public sealed record UserExport(
    DateTimeOffset ExportedAt, ProfileResponse Profile, NotificationPreferencesResponse NotificationPreferences, IReadOnlyList<ConsentResponse> Consents);

/// <summary>Data export.</summary>
public static class ExportEndpoint
{
    public static async Task<Ok<UserExport>> GetAsync(
        ProfileStore profiles, PreferenceStore preferences, ConsentStore consents, ClaimsPrincipal user, TimeProvider time,
        HttpResponse response, CancellationToken cancellationToken)
    {
        var subject = Actor.FromUser(user).Subject;
        var profile = await profiles.FindAsync(subject, cancellationToken);
        var stated = await preferences.FindAllAsync([subject], cancellationToken);
        var decided = await consents.ListAsync(subject, cancellationToken);
        response.Headers.ContentDisposition = "attachment; filename=\"thesis-data.json\"";
        return TypedResults.Ok(new UserExport(
            time.GetUtcNow(),
            ProfileResponse.Of(profile),
            NotificationPreferencesResponse.Of(profile.Version, stated[subject]),
            [.. decided.Select(ConsentResponse.Of)]));
    }
}
