using System.Net;
using System.Text.Json.Nodes;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>What can be done about those who harm others, and that all of it leaves a trail.</summary>
public class ModerationTests : SharedChatTests
{
    [Fact]
    public async Task A_reported_message_is_hidden_from_all_and_the_moderator_still_reads_it()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Ngo, "Before");
        var bad = await scene.SayAsync(scene.Driver, "You are all fools");
        await ReportAsync(scene.Donor, bad);
        await ReportAsync(scene.Donor, bad);
        var report = await ReportOfAsync(bad);

        var decided = await DecideAsync(report, new { hide = true, reason = "Insults nobody needs." }).ReadAsync<JsonNode>();

        Assert.Equal(("upheld", "hidden", "You are all fools"), ((string?)decided["status"], (string?)decided["message"]?["state"], (string?)decided["message"]?["text"]));
        Assert.Equal(["Before", ""], await scene.TextsAsync(scene.Ngo));
        await DecideAsync(report, new { reason = "Again" }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(1, await Host.ScalarAsync<long>("select count(*) from chat.audit where action = 'chat.message.hidden' and entity_id = $1 and details->>'reason' = 'Insults nobody needs.'", (string?)bad["id"] ?? ""));
        Assert.Equal(1, await Host.ScalarAsync<long>("select count(*) from chat.audit where action = 'chat.report.upheld' and entity_id = $1 and actor = 'user-dispatcher'", (string?)report["id"] ?? ""));
    }

    [Fact]
    public async Task Moderators_see_what_was_written_around_it_and_others_see_no_reports()
    {
        var scene = await Host.SceneAsync();
        await scene.SayAsync(scene.Ngo, "Where are you?");
        var bad = await scene.SayAsync(scene.Driver, "None of your business");
        await scene.SayAsync(scene.Ngo, "Excuse me?");
        await ReportAsync(scene.Ngo, bad);
        var report = await ReportOfAsync(bad);
        using var dispatcher = Host.AsDispatcher();
        using var ngo = Host.AsNgo(scene.Ngo);

        var context = await dispatcher.GetNodeAsync($"/api/v1/chat/reports/{report["id"]}/context");

        Assert.Equal(["Where are you?", "None of your business", "Excuse me?"], context["items"]?.AsArray().Select(one => (string?)one?["text"]));
        await ngo.GetAsync("/api/v1/chat/reports").ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Who_is_muted_reads_why_and_until_when_and_writes_again_afterwards()
    {
        var scene = await Host.SceneAsync();
        var bad = await scene.SayAsync(scene.Driver, "Buy my stuff");
        await ReportAsync(scene.Ngo, bad);
        using var decided = await DecideAsync(await ReportOfAsync(bad), new { muteHours = 2, reason = "This is no market." });
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);

        var problem = await scene.PostAsync(scene.Driver, "But it is cheap").ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains("This is no market.", (string?)problem["detail"], StringComparison.Ordinal);
        Assert.False((bool?)(await scene.InInboxAsync(scene.Driver))["mayWrite"]);

        using var dispatcher = Host.AsDispatcher();
        var sanctions = (await dispatcher.GetNodeAsync("/api/v1/chat/sanctions?pageSize=200"))["items"]?.AsArray() ?? [];
        var sanction = sanctions.First(one => (string?)one?["reason"] == "This is no market.");
        using var lifted = await dispatcher.PostCommandAsync($"/api/v1/chat/sanctions/{sanction?["id"]}/lift", new { reason = "Apologised" });
        Assert.Equal(HttpStatusCode.NoContent, lifted.StatusCode);
        await scene.SayAsync(scene.Driver, "Sorry");
    }

    [Fact]
    public async Task Who_is_banned_from_a_board_neither_reads_nor_writes_there()
    {
        var scene = await Host.SceneAsync();
        var bad = await scene.SayAsync(scene.Driver, "Nonsense", scene.Board);
        await ReportAsync(scene.Ngo, bad);
        using var decided = await DecideAsync(await ReportOfAsync(bad), new { hide = true, banHours = 24, reason = "Third time." });
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);

        using var driver = Host.AsDriver(scene.Driver);
        await driver.GetAsync($"/api/v1/chat/conversations/{scene.Board}/messages").ProblemAsync(HttpStatusCode.NotFound);
        await scene.PostAsync(scene.Driver, "Hello", scene.Board).ProblemAsync(HttpStatusCode.NotFound);
        await scene.SayAsync(scene.Driver, "The order goes on");
    }

    [Fact]
    public async Task Nobody_is_banned_from_an_order()
    {
        var scene = await Host.SceneAsync();
        var bad = await scene.SayAsync(scene.Driver, "Hm");
        await ReportAsync(scene.Ngo, bad);

        Assert.Equal(["banHours"], await DecideAsync(await ReportOfAsync(bad), new { banHours = 1, reason = "x" }).WrongFieldsAsync());
    }

    [Fact]
    public async Task A_blocked_person_writes_to_nobody_alone_and_is_not_seen_on_the_board_and_the_order_goes_on()
    {
        var scene = await Host.SceneAsync();
        var hello = await scene.SayAsync(scene.Driver, "Hello", scene.Board);
        var driver = (string?)hello["author"]?["id"];
        using var ngo = Host.AsNgo(scene.Ngo);
        var direct = (string?)(await ngo.PostCommandAsync("/api/v1/chat/direct", new { person = driver }).ReadAsync<JsonNode>())["id"] ?? "";
        await scene.SayAsync(scene.Driver, "Alone", direct);

        using var blocked = await ngo.PostCommandAsync($"/api/v1/chat/people/{driver}/block");
        Assert.Equal(HttpStatusCode.NoContent, blocked.StatusCode);

        await scene.PostAsync(scene.Driver, "Again", direct).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Empty(await scene.TextsAsync(scene.Ngo, scene.Board));
        Assert.Equal(["Hello"], await scene.TextsAsync(scene.Donor, scene.Board));
        await scene.SayAsync(scene.Driver, "At the door");
        Assert.Equal(["At the door"], await scene.TextsAsync(scene.Ngo));
        Assert.Equal(driver, (string?)(await ngo.GetNodeAsync("/api/v1/chat/blocks"))["items"]?[0]?["id"]);

        using var unblocked = await ngo.PostCommandAsync($"/api/v1/chat/people/{driver}/unblock");
        Assert.Equal(HttpStatusCode.NoContent, unblocked.StatusCode);
        await scene.SayAsync(scene.Driver, "Thank you", direct);
    }

    [Fact]
    public async Task Hostile_markup_is_text_and_nothing_else()
    {
        var scene = await Host.SceneAsync();
        const string Hostile = "<img src=x onerror=alert(1)>\"'&{{constructor.constructor('x')()}}";

        await scene.SayAsync(scene.Driver, Hostile);

        Assert.Equal([Hostile], await scene.TextsAsync(scene.Ngo));
        using var ngo = Host.AsNgo(scene.Ngo);
        using var answer = await ngo.GetAsync(new Uri($"/api/v1/chat/conversations/{scene.Conversation}/messages", UriKind.Relative));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["text"], await scene.PostAsync(scene.Driver, "abc\u202Ecba").WrongFieldsAsync());
    }

    [Fact]
    public async Task A_telephone_number_is_not_even_stored()
    {
        var scene = await Host.SceneAsync();

        var posted = await scene.SayAsync(scene.Driver, "I am at 213 555 0100");

        Assert.Equal("I am at ••• ••• ••00", (string?)posted["text"]);
        Assert.Equal("I am at ••• ••• ••00", await Host.ScalarAsync<string>("select text from chat.message where author = $1", scene.Driver));
    }

    private async Task ReportAsync(string user, JsonNode message)
    {
        using var client = Host.AsNgo(user);
        using var answer = await client.PostCommandAsync($"/api/v1/chat/messages/{message["id"]}/report", new { cause = "abuse", note = "Please look" });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    private async Task<JsonNode> ReportOfAsync(JsonNode message)
    {
        using var client = Host.AsDispatcher();
        var reports = (await client.GetNodeAsync("/api/v1/chat/reports?pageSize=200"))["items"]?.AsArray() ?? [];
        return reports.OfType<JsonNode>().Single(one => (string?)one["message"]?["id"] == (string?)message["id"]);
    }

    private async Task<HttpResponseMessage> DecideAsync(JsonNode report, object decision)
    {
        using var client = Host.AsDispatcher();
        return await client.PostCommandAsync($"/api/v1/chat/reports/{report["id"]}/decide", decision);
    }
}
