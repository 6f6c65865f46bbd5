using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Users.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Notifications.Messaging;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Notifications;

/// <summary>The way of a notification: from an order's event to the portal, the mailbox and the browser.</summary>
public class NotificationTests(NotificationsHost host) : IClassFixture<NotificationsHost>
{
    [Fact]
    public async Task Who_manages_an_NGO_is_told_of_a_proposal_in_the_portal_and_by_mail()
    {
        var scene = await host.SceneAsync();
        var email = await host.AccountAsync(scene.Ngo);
        await host.StateAsync(new UserSnapshot { UserId = scene.Ngo, Version = 1, Language = "es", Units = "lb" });

        await ProposeAsync(scene);

        var told = Assert.Single(await ToldAsync(scene.Ngo));
        Assert.Equal(("55 lb de Bread para ustedes", "order_proposed"), ((string?)told["title"], (string?)told["kind"]));
        Assert.StartsWith("/ngo/orders/ord_", (string?)told["path"], StringComparison.Ordinal);
        await Eventually.HoldsAsync("the mail", () => Task.FromResult(host.Mail.Mails.Any(mail => mail.Contains(email, StringComparison.Ordinal))));
        Assert.Empty(await ListAsync(scene.Donor));
    }

    [Fact]
    public async Task Each_step_is_told_to_those_whom_it_concerns_and_to_no_one_else()
    {
        var scene = await host.SceneAsync();

        await ChangeAsync(scene, "proposed", "accepted");
        Assert.Equal("donation_allocated", (string?)Assert.Single(await ToldAsync(scene.Donor))["kind"]);
        Assert.Equal("order_to_drive", (string?)Assert.Single(await ToldAsync(scene.Driver))["kind"]);
        Assert.Empty(await ListAsync(scene.Ngo));

        await ChangeAsync(scene, "assigned", "picked_up");
        Assert.Contains("on its way", (string?)Assert.Single(await ToldAsync(scene.Ngo))["title"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_driver_who_was_just_asked_is_not_asked_again_at_once()
    {
        var scene = await host.SceneAsync();

        await ChangeAsync(scene, "proposed", "accepted");
        await ChangeAsync(scene, "proposed", "accepted");

        Assert.Equal(2, (await ToldAsync(scene.Donor, 2)).Count);
        Assert.Single(await ListAsync(scene.Driver));
    }

    [Fact]
    public async Task Somebody_who_wants_to_hear_of_nothing_hears_nothing()
    {
        var scene = await host.SceneAsync();
        var email = await host.AccountAsync(scene.Ngo);
        await host.StateAsync(new UserSnapshot
        {
            UserId = scene.Ngo,
            Version = 1,
            Language = "en",
            Units = "kg",
            Preferences = { Off("in_app"), Off("email"), Off("push") },
        });

        await ProposeAsync(scene);
        await ChangeAsync(scene, "assigned", "picked_up");

        Assert.Contains("on its way", (string?)Assert.Single(await ToldAsync(scene.Ngo))["title"], StringComparison.Ordinal);
        Assert.DoesNotContain(host.Mail.Mails, mail => mail.Contains(email, StringComparison.Ordinal));

        static NotificationPreference Off(string channel) => new() { Kind = "order_proposed", Channel = channel, Wanted = false };
    }

    [Fact]
    public async Task What_was_read_is_read_and_nobody_reads_for_another()
    {
        var scene = await host.SceneAsync();
        await ProposeAsync(scene);
        await ChangeAsync(scene, "assigned", "picked_up");
        var told = await ToldAsync(scene.Ngo, 2);
        using var mine = host.AsNgo(scene.Ngo);
        using var other = host.AsNgo("user-stranger");

        using var theirs = await other.PostCommandAsync($"/api/v1/notifications/{told[0]["id"]}/read");
        using var one = await mine.PostCommandAsync($"/api/v1/notifications/{told[0]["id"]}/read");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (theirs.StatusCode, one.StatusCode));
        Assert.Equal(1, (int?)(await mine.GetNodeAsync("/api/v1/notifications/unread"))["unread"]);

        using var all = await mine.PostCommandAsync("/api/v1/notifications/read-all");
        Assert.Equal(HttpStatusCode.NoContent, all.StatusCode);
        Assert.Equal(0, (int?)(await mine.GetNodeAsync("/api/v1/notifications/unread"))["unread"]);
        Assert.Empty((await mine.GetNodeAsync("/api/v1/notifications?unread=true"))["items"]?.AsArray() ?? []);
    }

    [Fact]
    public async Task A_browser_gets_a_sealed_message_after_the_push_service_was_away()
    {
        var scene = await host.SceneAsync();
        var browser = host.Push.NewBrowser();
        await SubscribeAsync(scene.Ngo, browser);
        host.Push.Refusals.Enqueue(HttpStatusCode.ServiceUnavailable);

        await ProposeAsync(scene);

        await Eventually.HoldsAsync("the message", () =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(host.Push.Messages.Any(m => browser.Endpoint.EndsWith(m.Browser, StringComparison.Ordinal)));
        });
        var message = host.Push.Messages.Single(m => browser.Endpoint.EndsWith(m.Browser, StringComparison.Ordinal));
        Assert.StartsWith("vapid ", message.Authorization, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("aes128gcm", message.Encoding);
        Assert.Equal("25 kg of Bread for you", (string?)JsonNode.Parse(browser.Open(message.Body))?["title"]);
    }

    [Fact]
    public async Task A_push_service_that_leads_somewhere_else_is_not_followed()
    {
        var scene = await host.SceneAsync();
        var browser = host.Push.NewBrowser("leads-inside");
        await SubscribeAsync(scene.Ngo, browser);

        await ProposeAsync(scene);

        await Eventually.HoldsAsync("the redirect", () => Task.FromResult(host.Push.SentOn.Any(one => browser.Endpoint.EndsWith(one, StringComparison.Ordinal))));
        await host.EventuallyAsync($"select count(*) = 1 from notifications.delivery where channel = 'push' and user_id = '{scene.Ngo}' and attempts > 0 and detail <> ''");
        Assert.Empty(host.Push.Inside);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task A_browser_that_is_gone_is_forgotten(HttpStatusCode answer)
    {
        var own = new NotificationsHost();
        await own.InitializeAsync();
        var scene = await own.SceneAsync();
        var browser = own.Push.NewBrowser();
        await SubscribeAsync(scene.Ngo, browser, own);
        own.Push.Refusals.Enqueue(answer);

        await own.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });

        await own.EventuallyAsync("select count(*) = 0 from notifications.push_subscription");
        await own.EventuallyAsync("select count(*) = 1 from notifications.delivery where channel = 'push' and status = 'skipped'");
        await ((IAsyncLifetime)own).DisposeAsync();
    }

    [Fact]
    public async Task Nobody_gets_more_than_they_bear_in_an_hour()
    {
        var own = new NotificationsHost();
        own.Settings["Notifications:MailsAnHour"] = "3";
        await own.InitializeAsync();
        var scene = await own.SceneAsync();
        await own.AccountAsync(scene.Ngo);

        for (var i = 0; i < 5; i++)
        {
            await own.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });
        }

        await own.EventuallyAsync("select count(*) = 3 from notifications.delivery where channel = 'email' and status = 'sent'");
        await own.EventuallyAsync("select count(*) = 2 from notifications.delivery where channel = 'email' and status = 'skipped'");
        Assert.Equal(3, own.Mail.Mails.Count);
        Assert.Equal(5, await own.ScalarAsync<long>("select count(*) from notifications.notification"));
        await ((IAsyncLifetime)own).DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_events_at_once_the_second_counts_what_the_first_sends(bool areMessages)
    {
        var own = new NotificationsHost();
        own.Settings["Notifications:PushesAnHour"] = "1";
        await own.InitializeAsync();
        var scene = await own.SceneAsync();
        await using var first = own.Services.CreateAsyncScope();
        await using var second = own.Services.CreateAsyncScope();
        var (one, other) = (await OpenAsync(first), await OpenAsync(second));

        await AnnounceAsync(one);
        var waiting = AnnounceAsync(other);
        await Eventually.HoldsAsync("the second waits, or has counted too early", async () => waiting.IsCompleted
            || await own.ScalarAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted)"));
        await one.CommitAsync(CancellationToken.None);
        await waiting;
        await other.CommitAsync(CancellationToken.None);

        Assert.Equal(1, await own.ScalarAsync<long>("select count(*) from notifications.delivery where channel = 'push' and detail = 'enough for this hour'"));
        await ((IAsyncLifetime)own).DisposeAsync();

        async Task<CommandContext> OpenAsync(AsyncServiceScope scope)
        {
            var command = scope.ServiceProvider.GetRequiredService<CommandContext>();
            await command.OpenAsync("notifications", Actor.System("tests"), CancellationToken.None);
            return command;
        }

        async Task AnnounceAsync(CommandContext command)
        {
            var announcer = own.Services.GetRequiredService<Announcer>();
            var order = scene.Order("proposed");
            await (areMessages
                ? announcer.AnnounceAsync(new MessagePosted { Message = new MessageSnapshot { ConversationId = order.Id, Number = 1, Kind = "text", Text = "Hello" }, Region = scene.Region, Recipients = { scene.Ngo } }, command, CancellationToken.None)
                : announcer.AnnounceAsync(OrderNotices.OfNew(order), order, command, "", CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_mail_is_text_and_html_in_the_person_s_language_and_lets_a_mailbox_unsubscribe_with_one_click()
    {
        var scene = await host.SceneAsync();
        var email = await host.AccountAsync(scene.Ngo);
        await host.StateAsync(new UserSnapshot { UserId = scene.Ngo, Version = 1, Language = "ar", Units = "kg" });
        var order = scene.Order("proposed");
        order.Title = "<b>Bread</b>";

        await host.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = order });

        using var mail = await MailToAsync(email);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Contains("""dir="rtl">""", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Bread&lt;/b&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("طعام معروض عليكم", mail.TextBody, StringComparison.Ordinal);

        var link = UnsubscribePath(mail);
        using var somebody = host.Anonymous();
        var asked = await somebody.GetStringAsync(link);
        Assert.Contains("<form method=\"post\">", asked, StringComparison.Ordinal);
        Assert.Equal(0, await host.ScalarAsync<long>($"select count(*) from notifications.person where user_id = '{scene.Ngo}' and 'order_proposed email' = any (unwanted)"));

        using var oneClick = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]);
        using var done = await somebody.PostAsync(link, oneClick);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        await host.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });
        await ToldAsync(scene.Ngo, 2);
        Assert.Equal(1, await host.ScalarAsync<long>($"select count(*) from notifications.delivery where user_id = '{scene.Ngo}' and channel = 'email'"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAdXNlci1uZ28xCm9yZGVyX3Byb3Bvc2VkCmVtYWls")]
    public async Task A_link_that_was_not_made_here_unsubscribes_nobody(string token)
    {
        using var somebody = host.Anonymous();
        using var nothing = new StringContent("");
        using var answer = await somebody.PostAsync(new Uri($"/unsubscribe/{token}", UriKind.Relative), nothing);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("does not work", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_the_server_does_not_know_gets_nothing_more_until_it_is_another()
    {
        var own = new NotificationsHost();
        await own.InitializeAsync();
        var scene = await own.SceneAsync();
        await own.AccountAsync(scene.Ngo);
        own.Mail.Refusals.Enqueue("550 5.1.1 no such mailbox");

        await own.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });
        await own.EventuallyAsync("select count(*) = 1 from notifications.delivery where status = 'failed'");
        await own.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });
        await own.EventuallyAsync("select count(*) = 1 from notifications.delivery where status = 'skipped' and detail = 'mails to this address came back'");
        Assert.Empty(own.Mail.Mails);

        await using (var change = own.Database.CreateCommand($"update identity.accounts set email = 'new@example.org' where id = '{scene.Ngo}'"))
        {
            await change.ExecuteNonQueryAsync();
        }

        await own.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });
        await own.EventuallyAsync("select count(*) = 1 from notifications.delivery where status = 'sent'");
        await ((IAsyncLifetime)own).DisposeAsync();
    }

    [Fact]
    public async Task An_administrator_sees_what_became_of_each_and_nobody_else_does()
    {
        var scene = await host.SceneAsync();
        await ProposeAsync(scene);
        await ToldAsync(scene.Ngo);
        await host.EventuallyAsync($"select count(*) = 2 from notifications.delivery where user_id = '{scene.Ngo}' and status = 'skipped'");
        using var admin = host.AsAdmin();
        using var ngo = host.AsNgo(scene.Ngo);

        var rows = (await admin.GetNodeAsync("/api/v1/notifications/outbox?status=skipped&pageSize=200"))["items"]?.AsArray() ?? [];

        Assert.Contains(rows, row => (string?)row?["user"] == scene.Ngo && (string?)row["detail"] == "no confirmed address");
        using var forbidden = await ngo.GetAsync(new Uri("/api/v1/notifications/outbox", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
    }

    [Fact]
    public async Task What_did_not_go_out_goes_out_when_an_administrator_sends_it_again()
    {
        var scene = await host.SceneAsync();
        await ProposeAsync(scene);
        await host.EventuallyAsync($"select count(*) = 1 from notifications.delivery where user_id = '{scene.Ngo}' and channel = 'email' and status = 'skipped'");
        var email = await host.AccountAsync(scene.Ngo);
        // It would have been of no use long ago: whoever sends it again wants it sent all the same.
        await host.ScalarAsync<object>($"update notifications.delivery set not_after = now() - interval '1 day' where user_id = '{scene.Ngo}'");
        using var admin = host.AsAdmin();
        var skipped = (await admin.GetNodeAsync($"/api/v1/notifications/outbox?user={scene.Ngo}&channel=email"))["items"]?[0];

        using var answer = await admin.PostCommandAsync($"/api/v1/notifications/outbox/{skipped?["id"]}/replay");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await host.EventuallyAsync($"select status = 'sent' from notifications.delivery where user_id = '{scene.Ngo}' and channel = 'email'");
        Assert.Contains(host.Mail.Mails, mail => mail.Contains(email, StringComparison.Ordinal));
        using var again = await admin.PostCommandAsync($"/api/v1/notifications/outbox/{skipped?["id"]}/replay");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var row = (await admin.GetNodeAsync($"/api/v1/audit/notifications?action=delivery.replayed&entityId={skipped?["id"]}"))["items"]?[0];
        Assert.Equal(("skipped", "waiting"), ((string?)row?["before"]?["status"], (string?)row?["after"]?["status"]));
    }

    [Fact]
    public async Task An_event_that_was_set_aside_is_shown_to_administrators_and_tried_again_when_they_ask()
    {
        await host.ScalarAsync<object>("""
            insert into notifications.dead_letters (consumer_group, topic, partition, "offset", event_id, committed_at, reason, attempts, envelope)
            values ('notifications', 'a topic of old', 0, 1, 5, now(), 'It was ill.', 3, '')
            """);
        using var admin = host.AsAdmin();
        using var ngo = host.AsNgo();
        var letter = (await admin.GetNodeAsync("/api/v1/dead-letters/notifications"))["items"]?[0];
        Assert.Equal(("a topic of old", "It was ill.", 3), ((string?)letter?["topic"], (string?)letter?["reason"], (int?)letter?["attempts"]));

        using var forbidden = await ngo.PostCommandAsync($"/api/v1/dead-letters/notifications/{letter?["id"]}/replay");
        using var answer = await admin.PostCommandAsync($"/api/v1/dead-letters/notifications/{letter?["id"]}/replay");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NoContent), (forbidden.StatusCode, answer.StatusCode));
        // Nobody handles that topic any more: the attempt fails, and says so.
        await host.EventuallyAsync("select attempts = 4 and replay_at is null and reason like '%no longer handles%' from notifications.dead_letters where event_id = 5");
        var row = (await admin.GetNodeAsync($"/api/v1/audit/notifications?action=dead_letter.replayed&entityId={letter?["id"]}"))["items"]?[0];
        Assert.Equal("a topic of old", (string?)row?["details"]?["topic"]);
    }

    private async Task<MimeMessage> MailToAsync(string email)
    {
        var text = await Eventually.GetAsync($"a mail to {email}", () => Task.FromResult(host.Mail.Mails.FirstOrDefault(mail => mail.Contains(email, StringComparison.Ordinal))));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await MimeMessage.LoadAsync(stream);
    }

    private static Uri UnsubscribePath(MimeMessage mail) => new(new Uri((mail.Headers[HeaderId.ListUnsubscribe] ?? "").Trim('<', '>')).PathAndQuery, UriKind.Relative);

    private Task ProposeAsync(Scene scene) => host.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.Order("proposed") });

    private Task ChangeAsync(Scene scene, string before, string after) =>
        host.PublishAsync(Topics.OrderStatusChanged, new OrderStatusChanged { Order = scene.Order(after), PreviousStatus = before });

    private async Task SubscribeAsync(string user, Browser browser, NotificationsHost? at = null)
    {
        using var client = (at ?? host).AsNgo(user);
        using var answer = await client.PostCommandAsync("/api/v1/notifications/push-subscriptions", new { browser.Endpoint, browser.P256dh, browser.Auth });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>What somebody was told, once it is as much as expected.</summary>
    private Task<IReadOnlyList<JsonNode>> ToldAsync(string user, int count = 1) => Eventually.GetAsync($"{count} notifications of {user}", async () =>
    {
        var told = await ListAsync(user);
        return told.Count >= count ? told : null;
    });

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string user)
    {
        using var client = host.AsNgo(user);
        return [.. ((await client.GetNodeAsync("/api/v1/notifications"))["items"]?.AsArray() ?? []).OfType<JsonNode>()];
    }
}
