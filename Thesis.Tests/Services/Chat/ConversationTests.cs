using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Events.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>Who reads and writes what in conversations, and that all read the same.</summary>
public class ConversationTests : SharedChatTests
{
    [Fact]
    public async Task Donor_NGO_driver_and_dispatcher_of_an_order_read_each_other_and_nobody_else_does()
    {
        var scene = await Host.SceneAsync();

        await scene.SayAsync(scene.Donor, "The bread is ready.");
        await scene.SayAsync(scene.Driver, "I am there at six.");
        await scene.PostAsync("user-dispatcher", "Call me when it is loaded.", role: Roles.Dispatcher).ReadAsync<JsonNode>(HttpStatusCode.Created);

        foreach (var user in new[] { scene.Donor, scene.Ngo, scene.Driver })
        {
            Assert.Equal(["The bread is ready.", "I am there at six.", "Call me when it is loaded."], await scene.TextsAsync(user));
        }

        Assert.Equal(["donor", "driver", "staff"], (await scene.ReadAsync(scene.Ngo)).Select(one => (string?)one["author"]?["part"]));
        using var stranger = Host.AsNgo("user-stranger");
        await stranger.GetAsync($"/api/v1/chat/conversations/{scene.Conversation}/messages").ProblemAsync(HttpStatusCode.NotFound);
        await stranger.GetAsync($"/api/v1/chat/orders/{scene.Order}").ProblemAsync(HttpStatusCode.NotFound);
        await scene.PostAsync("user-stranger", "Hello?").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_driver_who_gives_the_order_back_reads_no_further_and_reads_all_when_they_take_it_again()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Donor, "Come to the back door.");

        await scene.ChangeAsync(2, "accepted");
        await scene.SayAsync(scene.Donor, "The code is 4711.");

        Assert.Equal(["Come to the back door."], await scene.TextsAsync(scene.Driver));
        await scene.PostAsync(scene.Driver, "Which code?").ProblemAsync(HttpStatusCode.Forbidden);
        var mine = await scene.InInboxAsync(scene.Driver);
        Assert.Equal((true, false, "Come to the back door."), ((bool?)mine["hasLeft"], (bool?)mine["mayWrite"], (string?)mine["latest"]?["text"]));
        Assert.Empty(await SearchAsync(scene.Driver, "code"));

        await scene.ChangeAsync(3, "assigned", scene.Driver);
        Assert.Equal(["Come to the back door.", "The code is 4711."], await scene.TextsAsync(scene.Driver));
    }

    [Fact]
    public async Task A_removed_member_hears_nothing_more_by_the_hub_either()
    {
        var scene = await Host.SceneAsync();
        await Host.PublishAsync(Topics.NgoUpdated, new NgoUpdated { Ngo = scene.NgoOf(2, "user-other") });
        await Host.EventuallyAsync($"select count(*) = 1 from chat.member m join chat.order_state o using (conversation_id) where o.order_id = {scene.Id} and m.left_after is not null");

        var posted = await PostedAsync(scene, "Behind the house.");

        Assert.DoesNotContain($"user:{scene.Ngo}", posted.Audience);
        Assert.Contains($"user:{scene.Driver}", posted.Audience);
        Assert.Contains($"conversation:{scene.Conversation}", posted.Audience);
        Assert.DoesNotContain(scene.Ngo, MessagePosted.Parser.ParseFrom(posted.Payload).Recipients);
    }

    [Fact]
    public async Task What_a_board_s_event_says_is_only_that_there_is_something_new()
    {
        var scene = await Host.SceneAsync();

        var posted = await PostedAsync(scene, "Who has crates?", scene.Board);

        Assert.Equal([$"conversation:{scene.Board}"], posted.Audience);
        Assert.Equal("", MessagePosted.Parser.ParseFrom(posted.Payload).Message.Text);
        Assert.Equal(["Who has crates?"], await scene.TextsAsync(scene.Ngo, scene.Board));
        Assert.Equal(["Who has crates?"], await scene.TextsAsync("user-dispatcher", scene.Board, Roles.Dispatcher));
        using var stranger = Host.AsDriver("user-stranger");
        await stranger.GetAsync($"/api/v1/chat/conversations/{scene.Board}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_event_that_comes_twice_or_late_changes_nothing()
    {
        var scene = await Host.SceneAsync();
        await scene.ChangeAsync(3, "picked_up", scene.Driver);

        await Host.PublishAsync(Topics.OrderStatusChanged, new OrderStatusChanged { Order = scene.OrderAt(2, "accepted"), PreviousStatus = "" });
        await Host.PublishAsync(Topics.OrderCreated, new OrderCreated { Order = scene.OrderAt(1, "assigned", scene.Driver) });
        await Host.PublishAsync(Topics.OrderStatusChanged, new OrderStatusChanged { Order = scene.OrderAt(4, "delivered", scene.Driver), PreviousStatus = "" });
        await Host.EventuallyAsync($"select version = 4 from chat.order_state where order_id = {scene.Id}");

        await scene.SayAsync(scene.Driver, "Still here.");
        Assert.Equal(1, await Host.ScalarAsync<long>("select count(*) from chat.conversation where kind = 'order' and subject = $1", $"{scene.Id}"));
    }

    [Fact]
    public async Task The_same_message_sent_again_much_later_is_posted_once()
    {
        var scene = await Host.SceneAsync();
        var command = Guid.NewGuid().ToString();

        var first = await scene.PostAsync(scene.Driver, "5 minutes late", command: command).ReadAsync<JsonNode>(HttpStatusCode.Created);
        var again = await scene.PostAsync(scene.Driver, "5 minutes late", command: command).ReadAsync<JsonNode>(HttpStatusCode.Created);

        Assert.Equal((string?)first["id"], (string?)again["id"]);
        Assert.Single(await scene.ReadAsync(scene.Donor));
        await scene.PostAsync(scene.Driver, "5 minutes late", scene.Board, command).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_many_who_write_at_once_all_read_the_same_order()
    {
        var scene = await Host.SceneAsync();
        string[] writers = [scene.Donor, scene.Ngo, scene.Driver];

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => scene.SayAsync(writers[i % 3], $"{i}")));

        var read = await Task.WhenAll(writers.Select(user => scene.ReadAsync(user)));
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (long?)i), read[0].Select(one => (long?)one["number"]));
        Assert.All(read, one => Assert.Equal(read[0].Select(m => (string?)m["text"]), one.Select(m => (string?)m["text"])));
        var told = await Eventually.GetAsync("30 events", async () => await EventsOfAsync(scene.Conversation) is { Count: 30 } all ? all : null);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (long)i), told.Select(one => one.Message.Message.Number));
    }

    [Fact]
    public async Task What_is_unread_is_counted_until_it_is_read_and_the_others_see_that_it_was()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Donor, "One");
        await scene.SayAsync(scene.Donor, "Two");
        using var ngo = Host.AsNgo(scene.Ngo);
        Assert.Equal((2, 1), (await UnreadOfAsync(scene, scene.Ngo), (int?)(await ngo.GetNodeAsync("/api/v1/chat/unread"))["conversations"]));
        Assert.Equal(0, await UnreadOfAsync(scene, scene.Donor));

        using var read = await ngo.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/read", new { upTo = 2 });

        Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        Assert.Equal(0, await UnreadOfAsync(scene, scene.Ngo));
        using var donor = Host.AsDonor(scene.Donor);
        var detail = await donor.GetNodeAsync($"/api/v1/chat/orders/{scene.Order}");
        Assert.Equal(2, (int?)detail["participants"]?.AsArray().OfType<JsonNode>().Single(one => (string?)one["part"] == "ngo")["readUpTo"]);
    }

    [Fact]
    public async Task Reading_further_than_one_may_counts_as_far_as_one_may()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Donor, "One");
        await scene.ChangeAsync(2, "accepted");
        await scene.SayAsync(scene.Donor, "Two");
        using var driver = Host.AsDriver(scene.Driver);

        using var read = await driver.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/read", new { upTo = 1000 });

        Assert.Equal(1, await Host.ScalarAsync<long>("select read_up_to from chat.member where user_id = $1 and left_after is not null", scene.Driver));
    }

    [Fact]
    public async Task A_conversation_closes_some_days_after_the_order_and_stays_readable()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Donor, "Thanks!");
        await scene.ChangeAsync(2, "completed", scene.Driver, Host.Clock.GetUtcNow().AddDays(-3));

        var problem = await scene.PostAsync(scene.Donor, "One more thing").ProblemAsync(HttpStatusCode.Conflict);

        Assert.EndsWith("conversation-closed", (string?)problem["type"], StringComparison.Ordinal);
        Assert.Equal(["Thanks!"], await scene.TextsAsync(scene.Ngo));
    }

    [Fact]
    public async Task Two_who_share_an_order_write_to_each_other_and_staff_do_not_read_it()
    {
        var scene = await Host.SceneAsync();
        var message = await scene.SayAsync(scene.Driver, "Hello");
        var driver = (string?)message["author"]?["id"];
        using var ngo = Host.AsNgo(scene.Ngo);
        var direct = await ngo.PostCommandAsync("/api/v1/chat/direct", new { person = driver }).ReadAsync<JsonNode>();
        var conversation = (string?)direct["id"] ?? "";

        await scene.SayAsync(scene.Ngo, "Between us: ring twice.", conversation);

        Assert.Equal(["Between us: ring twice."], await scene.TextsAsync(scene.Driver, conversation));
        using var dispatcher = Host.AsDispatcher();
        await dispatcher.GetAsync($"/api/v1/chat/conversations/{conversation}/messages").ProblemAsync(HttpStatusCode.NotFound);
        using var stranger = Host.AsNgo("user-stranger");
        await stranger.PostCommandAsync("/api/v1/chat/direct", new { person = driver }).ProblemAsync(HttpStatusCode.NotFound);
        await scene.ChangeAsync(2, "accepted");
        await scene.PostAsync(scene.Ngo, "Still there?", conversation).ProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task History_is_read_page_by_page_from_the_newest()
    {
        var scene = await Host.SceneAsync();
        for (var i = 1; i <= 7; i++)
        {
            await scene.SayAsync(scene.Donor, $"{i}");
        }

        using var ngo = Host.AsNgo(scene.Ngo);
        var pages = new List<string[]>();
        string? token = "";
        while (token is not null)
        {
            var page = await ngo.GetNodeAsync($"/api/v1/chat/conversations/{scene.Conversation}/messages?pageSize=3{(token.Length > 0 ? $"&pageToken={token}" : "")}");
            pages.Add([.. (page["items"]?.AsArray() ?? []).Select(one => (string?)one?["text"] ?? "")]);
            token = (string?)page["nextPageToken"];
        }

        Assert.Equal([["7", "6", "5"], ["4", "3", "2"], ["1"]], pages);
    }

    [Fact]
    public async Task Words_are_found_by_how_they_begin_in_one_s_own_conversations_alone()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Donor, "Tomatoes are in crate zwölf");

        Assert.Single(await SearchAsync(scene.Ngo, "tomat"));
        Assert.Single(await SearchAsync(scene.Ngo, "zwölf crate"));
        Assert.Empty(await SearchAsync(scene.Ngo, "onion"));
        Assert.Empty(await SearchAsync("user-stranger", "tomat"));
        Assert.Empty(await SearchAsync(scene.Ngo, "'); drop table chat.message; --"));
    }

    private async Task<IReadOnlyList<JsonNode>> SearchAsync(string user, string words)
    {
        using var client = Host.AsNgo(user);
        return [.. ((await client.GetNodeAsync($"/api/v1/chat/search?q={Uri.EscapeDataString(words)}"))["items"]?.AsArray() ?? []).OfType<JsonNode>()];
    }

    private static async Task<int> UnreadOfAsync(ChatScene scene, string user) => (int?)(await scene.InInboxAsync(user))["unread"] ?? -1;

    private async Task<IReadOnlyList<(EventEnvelope Envelope, MessagePosted Message)>> EventsOfAsync(string conversation) =>
        [.. (await Host.EventsAsync<MessagePosted>(Topics.ChatMessagePosted)).Where(one => new Id<Kinds.Conversation>(one.Message.Message.ConversationId).ToString() == conversation)];

    /// <summary>The event of a message that the donor posts.</summary>
    private async Task<EventEnvelope> PostedAsync(ChatScene scene, string text, string? conversation = null)
    {
        await scene.SayAsync(scene.Donor, text, conversation);
        return await Eventually.GetAsync("the event", async () => (await EventsOfAsync(conversation ?? scene.Conversation)).Select(one => one.Envelope).LastOrDefault());
    }
}
