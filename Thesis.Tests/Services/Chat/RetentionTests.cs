using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Services.Chat.Data;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>How long messages are kept, for whom they are kept longer, and how somebody takes along or erases their own.</summary>
public class RetentionTests(ChatHost host) : IClassFixture<ChatHost>
{
    [Fact]
    public async Task Old_messages_go_and_those_that_are_held_or_reported_stay_until_they_are_neither()
    {
        var (plain, held, reported) = (await host.SceneAsync(), await host.SceneAsync(), await host.SceneAsync());
        await plain.SayAsync(plain.Ngo, "Plain");
        await held.SayAsync(held.Ngo, "Held");
        var bad = await reported.SayAsync(reported.Ngo, "Reported");
        using var donor = host.AsDonor(reported.Donor);
        using var report = await donor.PostCommandAsync($"/api/v1/chat/messages/{bad["id"]}/report", new { cause = "other" });
        using var admin = host.AsAdmin();
        using var hold = await admin.PostCommandAsync($"/api/v1/chat/conversations/{held.Conversation}/hold", new { reason = "A court asks." });
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (report.StatusCode, hold.StatusCode));

        host.Clock.Advance(TimeSpan.FromDays(181));
        await UpkeepAsync();
        Assert.Equal(["Held", "Reported"], await TextsAsync(plain, held, reported));

        using var release = await admin.PostCommandAsync($"/api/v1/chat/conversations/{held.Conversation}/release", new { reason = "The case is over." });
        await UpkeepAsync();
        Assert.Equal(["Reported"], await TextsAsync(plain, held, reported));
        Assert.Equal(2, await host.ScalarAsync<long>("select count(*) from chat.audit where entity_id = $1 and details->>'reason' <> ''", held.Conversation));
    }

    [Fact]
    public async Task Conversations_of_orders_that_are_long_over_go_once_nothing_is_left_of_them()
    {
        var (over, open) = (await host.SceneAsync(), await host.SceneAsync());
        await over.ChangeAsync(2, "completed", over.Driver, host.Clock.GetUtcNow());

        host.Clock.Advance(TimeSpan.FromDays(181));
        await UpkeepAsync();

        Assert.Equal(0, await host.ScalarAsync<long>("select count(*) from chat.conversation where kind = 'order' and subject = $1", $"{over.Id}"));
        Assert.Equal(1, await host.ScalarAsync<long>("select count(*) from chat.conversation where kind = 'order' and subject = $1", $"{open.Id}"));
    }

    [Fact]
    public async Task Somebody_takes_along_what_they_wrote_and_has_it_erased_as_soon_as_nothing_holds_it()
    {
        var scene = await host.SceneAsync();
        await scene.SayAsync(scene.Ngo, "Mine");
        await scene.SayAsync(scene.Donor, "Not mine");
        using var ngo = host.AsNgo(scene.Ngo);
        var export = await ngo.GetNodeAsync("/api/v1/chat/export");
        Assert.Equal(["Mine"], export["messages"]?.AsArray().Select(one => (string?)one?["text"]));
        Assert.Equal(scene.Ngo, (string?)export["name"]);
        using var admin = host.AsAdmin();
        using var hold = await admin.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/hold", new { reason = "A court asks." });

        using var asked = await ngo.PostCommandAsync("/api/v1/chat/erase");
        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        await UpkeepAsync();
        Assert.Equal(["Mine", "Not mine"], await scene.TextsAsync(scene.Donor));

        using var release = await admin.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/release", new { reason = "Over." });
        await UpkeepAsync();
        var read = await scene.ReadAsync(scene.Donor);
        Assert.Equal([("erased", "", null), ("shown", "Not mine", scene.Donor)], read.Select(one => ((string?)one["state"], (string?)one["text"], Name(one))));
        Assert.Equal("", await host.ScalarAsync<string>("select name from chat.person where user_id = $1", scene.Ngo));
        Assert.Empty((await ngo.GetNodeAsync("/api/v1/chat/export"))["messages"]?.AsArray() ?? []);

        static string? Name(JsonNode message) => (string?)message["author"]?["name"] is { Length: > 0 } name ? name : null;
    }

    private Task UpkeepAsync() => host.Services.GetRequiredService<ChatUpkeep>().RunOnceAsync(CancellationToken.None);

    private async Task<string[]> TextsAsync(params ChatScene[] scenes) => await host.ScalarAsync<string[]>(
        "select coalesce(array_agg(text order by text), '{}') from chat.message where author = any($1)", (object)scenes.Select(scene => scene.Ngo).ToArray()) ?? [];
}
