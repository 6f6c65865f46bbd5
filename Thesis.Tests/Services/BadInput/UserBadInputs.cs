using System.Net;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.BadInput;

internal sealed class UserBadInputs : IBadInputs
{
    private static readonly Dictionary<string, object?> Profile = new() { ["name"] = "Ana" };
    private static readonly Dictionary<string, object?> Consent = new() { ["kind"] = "terms", ["version"] = "1", ["given"] = true };
    private static readonly Dictionary<string, object?> Choice = new() { ["kind"] = "announcement", ["channel"] = "email", ["wanted"] = true };

    public IReadOnlyDictionary<string, object> GoodBodies => new Dictionary<string, object>
    {
        ["UpdateMyProfile"] = Profile,
        ["GiveConsent"] = Consent,
        ["UpdateMyNotificationPreferences"] = Choices(Choice),
        ["DeleteMyAccount"] = new Dictionary<string, object?> { ["confirm"] = true },
    };

    public IEnumerable<BadInputCase> Cases =>
    [
        Wrong("UpdateMyProfile", "name", Profile.With("name", new string('x', 101))),
        Wrong("UpdateMyProfile", "name", Profile.With("name", "a\nb")),
        Wrong("UpdateMyProfile", "language", Profile.With("language", "german")),
        Wrong("UpdateMyProfile", "units", Profile.With("units", "stone")),
        Wrong("UpdateMyProfile", "timeZone", Profile.With("timeZone", "Berlin")),
        Wrong("UpdateMyProfile", "quietHours.from", Profile.With("quietHours", new Dictionary<string, object?> { ["from"] = "22", ["until"] = "07:00" })),
        Wrong("GiveConsent", "kind", Consent.With("kind", "everything")),
        Wrong("GiveConsent", "version", Consent.With("version", "")),
        Wrong("GiveConsent", "version", Consent.With("version", new string('1', 41))),
        Wrong("GiveConsent", "given", Consent.With("given", null)),
        Wrong("DeleteMyAccount", "confirm", new Dictionary<string, object?> { ["confirm"] = false }),
        Wrong("DeleteMyAccount", "confirm", new Dictionary<string, object?> { ["confirm"] = "yes" }),
        Wrong("UpdateMyNotificationPreferences", "choices", new Dictionary<string, object?>()),
        Wrong("UpdateMyNotificationPreferences", "choices[0].kind", Choices(Choice.With("kind", "gossip"))),
        Wrong("UpdateMyNotificationPreferences", "choices[0].channel", Choices(Choice.With("channel", "pigeon"))),
        Wrong("UpdateMyNotificationPreferences", "choices[0].wanted", Choices(Choice.With("wanted", null))),
    ];

    public Task<IReadOnlyDictionary<Type, string>> SetAsync(ServicesHost host) =>
        Task.FromResult<IReadOnlyDictionary<Type, string>>(new Dictionary<Type, string>());

    private static BadInputCase Wrong(string endpoint, string field, object body) => new(endpoint, $"a wrong {field}", HttpStatusCode.BadRequest, field, body);

    private static Dictionary<string, object?> Choices(object choice) => new() { ["choices"] = new[] { choice } };
}
