using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class ConversationTests(ShownDashboard shown)
{
    [BrowserFact]
    public async Task What_was_said_to_a_model_is_shown_as_a_conversation()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, $"/traces/{SampleConversation.TraceId}");
        await page.Page.Locator(".waterfall-row", new() { HasText = "chat gpt-4o" }).ClickAsync();
        var conversation = page.Page.Locator(".conversation");
        await Expect(conversation.Locator(".conversation-facts li")).ToHaveTextAsync(["gpt-4o-2024-08-06 · openai", "412 tokens in", "1,052 tokens out"]);
        var turns = conversation.Locator(".turn");
        await Expect(turns.Locator(".turn-head b")).ToHaveTextAsync(["System", "User", "Assistant", "Tool", "Assistant"]);
        await Expect(turns.Nth(1)).ToContainTextAsync("Where can 40 kg of bread go today?");
        await Expect(turns.Nth(2)).ToContainTextAsync("calls find_ngos");
        await Expect(turns.Nth(3)).ToContainTextAsync("\"freeKg\": 120");
        await Expect(turns.Nth(4)).ToContainTextAsync("ended by stop");
        Assert.Empty(await page.BrokenRulesAsync());

        await turns.Nth(4).GetByRole(AriaRole.Button, new() { Name = "Open the whole message" }).ClickAsync();
        await Expect(page.Page.Locator(".text-viewer")).ToHaveTextAsync(SampleConversation.LongAnswer.Trim());
    }

    [BrowserFact]
    public async Task A_long_value_is_opened_formatted_and_as_it_was_sent()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, $"/traces/{SampleConversation.TraceId}?span={SampleConversation.SpanId}");
        await page.Button("Open request.xml").ClickAsync();
        var text = page.Page.Locator(".text-viewer");
        Assert.Equal("<order id=\"7\">\n  <food kind=\"bread\">40</food>\n  <!-- fresh -->\n</order>", (await text.InnerTextAsync()).Trim());
        await Expect(text.Locator("[data-token=name]").First).ToHaveTextAsync("id");
        Assert.Empty(await page.BrokenRulesAsync());
        await page.Button("As sent").ClickAsync();
        Assert.DoesNotContain('\n', (await text.InnerTextAsync()).Trim());
    }
}
