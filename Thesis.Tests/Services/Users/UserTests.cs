using System.Net;
using Thesis.Contracts;
using Thesis.Contracts.Notifications.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;
using Thesis.Services.Users.Api;

namespace Thesis.Services.Tests.Users;

public class UserTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private static readonly Dictionary<string, object?> Profile = new()
    {
        ["name"] = "Ana",
        ["language"] = "de",
        ["units"] = "lb",
        ["timeZone"] = "Europe/Berlin",
        ["quietHours"] = new Dictionary<string, object?> { ["from"] = "21:00", ["until"] = "07:00" },
    };

    [Fact]
    public async Task A_profile_is_the_callers_own_and_needs_the_version_that_was_read()
    {
        var ana = host.AsNgo("user-ana1");
        Assert.Equal(0, (await ana.GetAsync("/api/v1/me/profile").ReadAsync<ProfileResponse>()).Version);

        var stored = await ana.PutCommandAsync("/api/v1/me/profile", Profile, 0).ReadAsync<ProfileResponse>();
        await ana.PutCommandAsync("/api/v1/me/profile", Profile, 0).ProblemAsync(HttpStatusCode.PreconditionFailed);

        Assert.Equal(("user-ana1", 1L, "Ana", "lb", "Europe/Berlin", "21:00"), (stored.UserId, stored.Version, stored.Name, stored.Units, stored.TimeZone, stored.QuietHours?.From));
        Assert.Equal(stored, await ana.GetAsync("/api/v1/me/profile").ReadAsync<ProfileResponse>());
        Assert.Equal("", (await host.AsNgo("user-ben1").GetAsync("/api/v1/me/profile").ReadAsync<ProfileResponse>()).Name);
    }

    [Fact]
    public async Task Of_two_first_profiles_at_once_one_is_stored()
    {
        var ana = host.AsNgo("user-ana5");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ana.PutCommandAsync("/api/v1/me/profile", Profile, 0)));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed],
            answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task Preferences_name_every_kind_and_channel_and_change_only_what_is_stated()
    {
        var ana = host.AsNgo("user-ana2");
        var usual = await ana.GetAsync("/api/v1/me/notification-preferences").ReadAsync<NotificationPreferencesResponse>();
        Assert.Contains(new NotificationChoice("order_proposed", "push", true), usual.Choices);

        object change = new { choices = new[] { new { kind = "order_proposed", channel = "push", wanted = false } } };
        var changed = await ana.PutCommandAsync("/api/v1/me/notification-preferences", change, 0).ReadAsync<NotificationPreferencesResponse>();

        Assert.Equal(
            usual.Choices.Select(choice => choice == new NotificationChoice("order_proposed", "push", true) ? choice with { Wanted = false } : choice),
            changed.Choices);
    }

    [Fact]
    public async Task Who_follows_the_link_in_a_mail_finds_it_among_their_choices()
    {
        var ana = host.AsNgo("user-ana7");
        var before = await ana.GetAsync("/api/v1/me/notification-preferences").ReadAsync<NotificationPreferencesResponse>();
        Assert.True(Wanted(before));

        await host.PublishAsync(
            "users", Topics.NotificationsUnsubscribed, 7, new NotificationsUnsubscribed { UserId = "user-ana7", Kind = "order_proposed", Channel = "email" });

        await Eventually.HoldsAsync(
            "the choice", async () => !Wanted(await ana.GetAsync("/api/v1/me/notification-preferences").ReadAsync<NotificationPreferencesResponse>()));

        static bool Wanted(NotificationPreferencesResponse choices) => choices.Choices.Single(c => c.Kind == "order_proposed" && c.Channel == "email").Wanted == true;
    }

    [Fact]
    public async Task Other_services_read_what_users_have_stated()
    {
        await host.AsDriver("user-ana4").PutCommandAsync("/api/v1/me/profile", Profile, 0).ReadAsync<ProfileResponse>();

        var answer = await new UsersService.UsersServiceClient(host.GrpcAsService()).GetUsersAsync(new GetUsersRequest { UserIds = { "user-ana4", "user-nobody" } });

        Assert.Equal((true, 21 * 60, "de"), (answer.Users.Single().HasQuietHours, answer.Users[0].QuietFromMinute, answer.Users[0].Language));
    }
}
