using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Chat.V1;
using Thesis.Services.Tests.Support;
using Thesis.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>A process that ends between what it recorded and what it sent.</summary>
public class RestartTests
{
    [Fact]
    public async Task A_message_whose_answer_and_event_were_lost_with_the_process_is_there_once_and_told_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var command = Guid.NewGuid().ToString();
        var first = new ChatHost { ConnectionString = database };
        await first.InitializeAsync();
        var before = await first.SceneAsync();
        var posted = await before.PostAsync(before.Driver, "5 minutes late", command: command).ReadAsync<JsonNode>(HttpStatusCode.Created);
        await first.DisposeAsync();

        var second = new ChatHost { ConnectionString = database };
        await second.InitializeAsync();
        var after = new ChatScene(second, before.Region, before.Id) { Conversation = before.Conversation, Board = before.Board };
        var again = await after.PostAsync(after.Driver, "5 minutes late", command: command).ReadAsync<JsonNode>(HttpStatusCode.Created);

        Assert.Equal((string?)posted["id"], (string?)again["id"]);
        await second.EventuallyAsync($"select count(*) = 1 from notifications.notification where user_id = '{after.Ngo}'");
        Assert.Single(await second.EventsAsync<MessagePosted>(Topics.ChatMessagePosted));
        Assert.Equal(["5 minutes late"], await after.TextsAsync(after.Donor));
        await second.DisposeAsync();
    }
}
