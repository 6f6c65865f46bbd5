using System.Net;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Chat;

/// <summary>Somebody who writes without end.</summary>
public class FloodTests
{
    private const int Flood = 10_000;
    private const int AtOnce = 16;

    [Fact]
    public async Task Of_ten_thousand_messages_as_many_as_others_can_read_are_posted_and_the_rest_says_when_to_come_back()
    {
        var host = new ChatHost();
        host.Settings["Chat:MessagesAnHour"] = "20";
        await host.InitializeAsync();
        var scene = await host.SceneAsync();
        using var client = host.AsDriver(scene.Driver);
        var answers = new System.Collections.Concurrent.ConcurrentBag<(HttpStatusCode Status, bool SaysWhen)>();

        await Parallel.ForEachAsync(Enumerable.Range(0, Flood), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            using var answer = await client.PostCommandAsync($"/api/v1/chat/conversations/{scene.Conversation}/messages", new { commandId = Guid.NewGuid(), text = $"{i}" });
            answers.Add((answer.StatusCode, answer.Headers.RetryAfter?.Delta is { TotalSeconds: >= 1 and <= 3600 }));
        });

        Assert.Equal(20, answers.Count(one => one.Status == HttpStatusCode.Created));
        Assert.Equal(Flood - 20, answers.Count(one => one is { Status: HttpStatusCode.TooManyRequests, SaysWhen: true }));
        await scene.SayAsync(scene.Ngo, "Others still write.");
        Assert.Equal(21, (await scene.ReadAsync(scene.Ngo)).Count);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await scene.SayAsync(scene.Driver, "So do I, later.");
        Assert.Empty(host.Logs.Errors);
        await host.DisposeAsync();
    }
}
