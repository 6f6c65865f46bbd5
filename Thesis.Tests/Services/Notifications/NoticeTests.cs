using System.Text.RegularExpressions;
using Thesis.Contracts.Orders.V1;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Shared.Time;

namespace Thesis.Services.Tests.Notifications;

/// <summary>What people are told, and when they are disturbed for it.</summary>
public partial class NoticeTests
{
    [Fact]
    public void Every_language_says_everything_with_the_same_values()
    {
        Assert.Equal(["ar", "en", "es", "hi"], NoticeTexts.Languages.Order());
        var english = NoticeTexts.Of("en");
        foreach (var language in NoticeTexts.Languages)
        {
            var texts = NoticeTexts.Of(language);
            Assert.Equal(english.Keys.Order(), texts.Keys.Order());
            Assert.All(texts, text => Assert.Equal(ValuesOf(english[text.Key]), ValuesOf(text.Value)));
        }
    }

    [Fact]
    public void Every_notice_has_a_text()
    {
        string[] statuses = ["proposed", "accepted", "assigned", "picked_up", "delivered", "completed", "declined", "expired", "cancelled", "failed", "returned", "lost"];
        var notices = from before in statuses from after in statuses from notice in OrderNotices.OfChange(new OrderSnapshot { Status = after }, before) select notice.Text;

        Assert.All(notices.Append(OrderNotices.OfNew(new OrderSnapshot { Status = "proposed" })[0].Text), text => Assert.True(NoticeTexts.Of("en").ContainsKey(text), text));
    }

    [Theory]
    [InlineData("en", "kg", "1.5 kg of Bread for you", "Tue 18:30")]
    [InlineData("es-MX", "kg", "1.5 kg de Bread para ustedes", "mar 18:30")]
    [InlineData("es", "kg", "1,5 kg de Bread para ustedes", "mar 18:30")]
    [InlineData("en", "lb", "3 lb of Bread for you", "Tue 18:30")]
    [InlineData("fr", "kg", "1.5 kg of Bread for you", "Tue 18:30")]
    public void A_text_is_in_the_person_s_language_units_and_time_zone(string language, string units, string title, string time)
    {
        var order = new OrderSnapshot { Grams = 1500, Title = "Bread", DonorName = "Market", RespondByEpochMs = At("2026-12-02T02:30Z").ToUnixTimeMilliseconds() };

        var text = NoticeTexts.Write("proposed", order, Person.Unknown("user-kim") with { Language = language, Units = units }, "America/Los_Angeles");

        Assert.Equal(title, text.Title);
        Assert.Contains(time, text.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-12-01T19:00Z", 22 * 60, 7 * 60, "2026-12-01T19:00Z")] // 20:00 in Berlin.
    [InlineData("2026-12-01T22:00Z", 22 * 60, 7 * 60, "2026-12-02T06:00Z")] // 23:00: until the morning.
    [InlineData("2026-12-02T03:00Z", 22 * 60, 7 * 60, "2026-12-02T06:00Z")] // 04:00 of the same night.
    [InlineData("2026-12-02T06:00Z", 22 * 60, 7 * 60, "2026-12-02T06:00Z")] // 07:00: they are over.
    [InlineData("2026-12-01T12:00Z", 12 * 60, 14 * 60, "2026-12-01T13:00Z")] // A nap: 13:00 to 14:00.
    [InlineData("2026-03-28T23:00Z", 22 * 60, 7 * 60, "2026-03-29T05:00Z")] // The clocks go forward in this night.
    [InlineData("2026-10-24T22:00Z", 22 * 60, 7 * 60, "2026-10-25T06:00Z")] // And back in this one.
    [InlineData("2026-03-28T23:00Z", 22 * 60, (2 * 60) + 30, "2026-03-29T01:30Z")] // 02:30 does not exist there.
    [InlineData("2026-12-01T22:00Z", 0, 0, "2026-12-01T22:00Z")] // None.
    public void Nobody_is_disturbed_in_their_quiet_hours(string now, int from, int until, string expected)
    {
        var person = Person.Unknown("user-kim") with { Quiet = QuietHours.OfMinutes(from, until) };

        Assert.Equal(At(expected), person.Undisturbed(At(now), "Europe/Berlin"));
    }

    [Fact]
    public void What_a_person_states_comes_before_what_is_usual()
    {
        var person = Person.Unknown("user-kim") with { Wanted = ["order_changed email"], Unwanted = ["order_proposed push"] };

        Assert.True(person.Wants("order_changed", Channels.Email));
        Assert.False(person.Wants("order_proposed", Channels.Push));
        Assert.True(person.Wants("order_to_drive", Channels.Push));
        Assert.False(person.Wants("donation_allocated", Channels.Email));
    }

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/x", true)]
    [InlineData("https://wns2-par02p.notify.windows.com/w/?token=x", true)]
    [InlineData("http://fcm.googleapis.com/x", false)]
    [InlineData("https://fcm.googleapis.com.evil.example/x", false)]
    [InlineData("https://evilfcm.googleapis.com.example/x", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://user@10.0.0.1/#fcm.googleapis.com", false)]
    [InlineData("http://localhost:5432/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Push_messages_go_to_push_services_alone(string? endpoint, bool expected) =>
        Assert.Equal(expected, new NotificationsOptions().IsPushService(endpoint));

    private static string[] ValuesOf(NoticeText text) => [.. Value().Matches($"{text.Title} {text.Body}").Select(match => match.Value).Order()];

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Value();
}
