using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Thesis.ServiceDefaults;
using Thesis.Services.Users.Data;
using Thesis.Services.Users.Domain;
using Thesis.Services.Users.Messaging;

namespace Thesis.Services.Users.Api;

/// <summary>Whether the caller wants a kind of notification by a channel.</summary>
/// <param name="Kind">E.g. "order_proposed".</param>
/// <param name="Channel">in_app, email, sms or push.</param>
public sealed record NotificationChoice(string? Kind = null, string? Channel = null, bool? Wanted = null);

/// <summary>Choices to change; those that are not named stay.</summary>
/// <param name="Choices">1 to 100.</param>
public sealed record NotificationPreferencesRequest(IReadOnlyList<NotificationChoice>? Choices = null);

/// <summary>Every kind and channel with what holds.</summary>
/// <param name="Version">The profile's version, which <c>If-Match</c> asks for.</param>
public sealed record NotificationPreferencesResponse(long Version, IReadOnlyList<NotificationChoice> Choices)
{
    public static NotificationPreferencesResponse Of(long version, IEnumerable<Preference> stated)
    {
        var known = stated.ToDictionary(one => (one.Kind, one.Channel), one => one.Wanted);
        return new(version,
        [
            .. from kind in NotificationChoices.Kinds
               from channel in NotificationChoices.Channels
               select new NotificationChoice(kind, channel, known.TryGetValue((kind, channel), out var wanted) ? wanted : NotificationChoices.IsUsual(kind, channel)),
        ]);
    }
}

/// <summary>The caller's notification preferences.</summary>
public static class PreferenceEndpoints
{
    private const int MostChoices = 100;

    public static async Task<Ok<NotificationPreferencesResponse>> GetAsync(
        ProfileStore profiles, PreferenceStore store, ClaimsPrincipal user, HttpResponse response, CancellationToken cancellationToken)
    {
        var subject = Actor.FromUser(user).Subject;
        var profile = await profiles.FindAsync(subject, cancellationToken);
        var stated = await store.FindAllAsync([subject], cancellationToken);
        ETags.Set(response, profile.Version);
        return TypedResults.Ok(NotificationPreferencesResponse.Of(profile.Version, stated[subject]));
    }

    public static async Task<Results<Ok<NotificationPreferencesResponse>, ProblemHttpResult>> UpdateAsync(
        NotificationPreferencesRequest request, CommandContext command, IIdGenerator ids, HttpContext http, CancellationToken cancellationToken)
    {
        var expected = IfMatch.Require(http.Request);
        var validation = new Validation();
        var choices = Validate(request.Choices, validation);
        if (validation.Problem is { } problem)
        {
            return problem;
        }

        var subject = command.Actor.Subject;
        var known = await ProfileStore.FindForUpdateAsync(command, subject, cancellationToken) ?? Profile.Unstated(subject);
        var profile = known.Next(ids);
        if (expected != known.Version || !await ProfileStore.StoreAsync(command, profile, cancellationToken))
        {
            return Problems.PreconditionFailed(known.Version);
        }

        await PreferenceStore.StoreAsync(command, subject, choices, cancellationToken);
        var stated = await PreferenceStore.FindAsync(command, subject, cancellationToken);
        command.PublishUpdated(profile, stated, "user.preferences.updated", choices.Select(one => $"{one.Kind}/{one.Channel}"));
        ETags.Set(http.Response, profile.Version);
        return TypedResults.Ok(NotificationPreferencesResponse.Of(profile.Version, stated));
    }

    private static IReadOnlyList<Preference> Validate(IReadOnlyList<NotificationChoice>? choices, Validation validation)
    {
        if (!validation.Require(choices is { Count: >= 1 and <= MostChoices }, "choices", $"must be 1 to {MostChoices} choices") || choices is null)
        {
            return [];
        }

        foreach (var (choice, number) in choices.Select((choice, number) => (choice, number)))
        {
            validation.Require(choice?.Kind is { } kind && NotificationChoices.Kinds.Contains(kind), $"choices[{number}].kind", $"must be one of {string.Join(", ", NotificationChoices.Kinds)}");
            validation.Require(choice?.Channel is { } channel && NotificationChoices.Channels.Contains(channel), $"choices[{number}].channel", $"must be one of {string.Join(", ", NotificationChoices.Channels)}");
            validation.Require(choice?.Wanted is not null, $"choices[{number}].wanted", "must be true or false");
        }

        // The last word on a kind and channel counts.
        return [.. choices.Where(choice => choice is not null)
            .Select(choice => new Preference(choice.Kind ?? "", choice.Channel ?? "", choice.Wanted ?? false))
            .GroupBy(one => (one.Kind, one.Channel)).Select(same => same.Last())];
    }
}
