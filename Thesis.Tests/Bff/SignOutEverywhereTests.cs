using System.Net;
using StackExchange.Redis;
using Thesis.Bff.Tests.Support;
using Thesis.ServiceDefaults;
using Thesis.Tests.Support;
using Thesis.Tests.Support.Door;

namespace Thesis.Bff.Tests;

/// <summary>What somebody ends on the provider's account page ends at the front door, through the provider, the event log and a logout token.</summary>
[Collection(PublicDoorCollection.Name)]
public sealed class SignOutEverywhereTests(PublicDoorFixture door)
{
    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_of_every_browser_and_its_live_connections_and_of_nobody_else()
    {
        using var here = await Browser.SignedInAsync(door, "driver1");
        using var there = await Browser.SignedInAsync(door, "driver1");
        using var other = await Browser.SignedInAsync(door, "driver2");
        await using var redis = await ConnectionMultiplexer.ConnectAsync((await RedisServer.SharedAsync()).ConnectionString);
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SignOuts.ListenAsync(redis, subject =>
        {
            if (subject == "user-driver1")
            {
                closed.TrySetResult();
            }
        });

        using var done = await here.SubmitAsync("/account", "/account?handler=SignOutEverywhere");

        await UntilSignedOutAsync(here);
        await UntilSignedOutAsync(there);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using var still = await other.GetAsync("/bff/user");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task Whoever_signs_in_again_afterwards_stays()
    {
        using var before = await Browser.SignedInAsync(door, "driver3");
        using var done = await before.SubmitAsync("/account", "/account?handler=SignOutEverywhere");
        await UntilSignedOutAsync(before);

        using var after = await Browser.SignedInAsync(door, "driver3");

        Assert.Equal("user-driver3", (await after.ClaimsAsync())["sub"]);
    }

    /// <summary>The news travels through the event log.</summary>
    private static async Task UntilSignedOutAsync(Browser browser)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await browser.GetAsync("/bff/user");
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                return;
            }

            await Task.Delay(50, deadline.Token);
        }
    }
}
