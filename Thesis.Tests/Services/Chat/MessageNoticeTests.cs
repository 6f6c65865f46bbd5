using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.Contracts.Users.V1;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>Who is told of messages while they are away: once until they read.</summary>
public class MessageNoticeTests : SharedChatTests
{
    [Fact]
    public async Task Of_many_messages_one_is_told_until_the_conversation_is_read()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Driver, "5 minutes late");
        await scene.SayAsync(scene.Driver, "Make that ten");

        var told = Assert.Single(await ToldAsync(scene.Ngo, 1));
        Assert.Equal(($"{scene.Driver} writes about Bread", "5 minutes late", $"/messages/{scene.Conversation}"), ((string?)told["title"], (string?)told["body"], (string?)told["path"]));
        Assert.Equal("chat_message", (string?)told["kind"]);

        await ReadAsync(scene, scene.Ngo, 2);
        await scene.SayAsync(scene.Driver, "I am here");

        Assert.Equal(["I am here", "5 minutes late"], (await ToldAsync(scene.Ngo, 2)).Select(one => (string?)one["body"]));
        Assert.Empty(await ListAsync(scene.Driver));
    }

    [Fact]
    public async Task What_was_read_before_a_push_goes_out_is_not_pushed()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Driver, "Late");
        await Host.EventuallyAsync($"select count(*) = 1 from notifications.delivery where user_id = '{scene.Ngo}' and channel = 'push'");
        using var ngo = Host.AsNgo(scene.Ngo);
        using var read = await ngo.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/read", new { upTo = 1 });
        await Host.EventuallyAsync($"select not is_open from notifications.notification where user_id = '{scene.Ngo}'");

        Host.Clock.Advance(TimeSpan.FromSeconds(31));

        await Host.EventuallyAsync($"select detail = 'read meanwhile' from notifications.delivery where user_id = '{scene.Ngo}' and channel = 'push'");
        await Host.EventuallyAsync($"select detail = 'no browser takes push messages' from notifications.delivery where user_id = '{scene.Donor}' and channel = 'push'");
    }

    [Fact]
    public async Task A_quick_reply_is_told_in_the_reader_s_language()
    {
        var scene = await Host.SceneAsync();
        await Host.PublishAsync(Topics.UserUpdated, new UserUpdated { User = new UserSnapshot { UserId = scene.Ngo, Version = 1, Language = "es", Units = "kg" } });
        await Host.EventuallyAsync($"select count(*) = 1 from notifications.person where user_id = '{scene.Ngo}'");

        using var posted = await scene.PostAsync(scene.Driver, new { commandId = Guid.NewGuid(), quick = "which_door" });

        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        Assert.Equal("¿Qué puerta?", (string?)(await ToldAsync(scene.Ngo, 1))[0]["body"]);
    }

    [Fact]
    public async Task Who_wants_to_hear_of_no_messages_and_who_has_blocked_the_author_are_not_told()
    {
        var scene = await Host.SceneAsync();
        await Host.PublishAsync(Topics.UserUpdated, new UserUpdated
        {
            User = new UserSnapshot { UserId = scene.Ngo, Version = 1, Language = "en", Units = "kg", Preferences = { Off("in_app"), Off("push") } },
        });
        await Host.EventuallyAsync($"select count(*) = 1 from notifications.person where user_id = '{scene.Ngo}'");
        var hello = await scene.SayAsync(scene.Driver, "Hello", scene.Board);
        using var donor = Host.AsDonor(scene.Donor);
        using var blocked = await donor.PostCommandAsync($"/api/v1/chat/people/{hello["author"]?["id"]}/block");

        await scene.SayAsync(scene.Driver, "Hello again");
        await scene.SayAsync(scene.Donor, "The last of them");

        await ToldAsync(scene.Driver, 1);
        Assert.Empty(await ListAsync(scene.Ngo));
        Assert.Empty(await ListAsync(scene.Donor));

        static NotificationPreference Off(string channel) => new() { Kind = "chat_message", Channel = channel, Wanted = false };
    }

    [Fact]
    public async Task News_of_reading_that_comes_before_the_message_itself_still_counts()
    {
        var scene = await Host.SceneAsync();
        var conversation = ChatHost.NextId();
        await Host.PublishAsync(Topics.ChatConversationRead, new ConversationRead { ConversationId = conversation, ReaderUser = scene.Ngo, UpTo = 1 });
        await Host.EventuallyAsync($"select count(*) = 1 from notifications.conversation_read where user_id = '{scene.Ngo}'");

        foreach (var number in new[] { 1, 2 })
        {
            await Host.PublishAsync(Topics.ChatMessagePosted, new MessagePosted
            {
                Message = new MessageSnapshot { ConversationId = conversation, Number = number, Kind = "text", Text = $"{number}", AuthorName = "Kim" },
                Recipients = { scene.Ngo },
            });
        }

        Assert.Equal("2", (string?)Assert.Single(await ToldAsync(scene.Ngo, 1))["body"]);
    }

    private Task<IReadOnlyList<JsonNode>> ToldAsync(string user, int count) => Eventually.GetAsync($"{count} notifications of {user}", async () =>
    {
        var told = await ListAsync(user);
        return told.Count >= count ? told : null;
    });

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string user)
    {
        using var client = Host.AsNgo(user);
        return [.. ((await client.GetNodeAsync("/api/v1/notifications"))["items"]?.AsArray() ?? []).OfType<JsonNode>()];
    }

    private async Task ReadAsync(ChatScene scene, string user, int upTo)
    {
        using var client = Host.AsNgo(user);
        using var read = await client.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/read", new { upTo });
        Assert.Equal(HttpStatusCode.NoContent, read.StatusCode);
        await Host.EventuallyAsync($"select count(*) = 0 from notifications.notification where user_id = '{user}' and is_open");
    }
}
