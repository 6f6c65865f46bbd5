using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Thesis.Dashboard.Tests;

[Collection(ShownDashboard.Collection)]
public sealed class LanguageTests(ShownDashboard shown)
{
    [BrowserFact]
    public async Task The_pages_speak_the_browsers_language_until_another_is_chosen_which_is_kept()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/logs", locale: "de-AT");
        var html = page.Page.Locator("html");
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Strukturierte Logs" })).ToBeVisibleAsync();
        await Expect(html).ToHaveAttributeAsync("lang", "de");
        await Expect(page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Meldung" })).ToBeVisibleAsync();
        await Expect(page.Page.Locator(".statusbar")).ToContainTextAsync("Einträge");

        await page.Button("Sprache: Deutsch").ClickAsync();
        await page.Button("Français").ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "Journaux structurés" })).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Niveau" })).ToBeVisibleAsync();
        await Expect(html).ToHaveAttributeAsync("lang", "fr");
        Assert.StartsWith("Journaux structurés", await page.Page.TitleAsync(), StringComparison.Ordinal);

        await page.GoAsync("/resources");
        await Expect(page.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Démarré" })).ToBeVisibleAsync();
        await Expect(html).ToHaveAttributeAsync("lang", "fr");
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task Kinds_and_properties_of_resources_are_told_in_the_pages_language_and_found_by_it()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/resources?q=PostgreSQL-Server&selected=orders", locale: "de-DE");
        await Expect(page.Page.Locator(".row-title")).ToHaveTextAsync(["postgres"]);
        await Expect(page.Page.Locator(".row-sub")).ToHaveTextAsync(["PostgreSQL-Server"]);
        await Expect(page.Page.Locator(".details")).ToContainTextAsync("Projekt");
        await Expect(page.Page.Locator(".details")).ToContainTextAsync("Verweis");
        Assert.Empty(page.Faults);
    }

    [BrowserFact]
    public async Task A_language_nobody_translated_is_answered_in_English()
    {
        await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, "/", signIn: false, locale: "fi-FI");
        await Expect(page.Button("Sign in")).ToBeVisibleAsync();
        await Expect(page.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
    }

    [BrowserTheory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("es-ES")]
    public async Task Longer_words_fit_a_phone(string locale)
    {
        foreach (var (path, content) in new[]
        {
            ("/resources", ".table.resources tbody tr"), ("/resources?selected=orders", ".details .values"), ("/logs", ".vtable-body .vtable-row"),
            ("/traces", ".vtable-body .vtable-row"), ("/metrics?range=1h&resource=orders&name=sample.duration", ".chart .axis"), ("/runs", ".table.runs tbody tr"),
        })
        {
            await using var page = await DashboardPage.OpenAsync(shown.Browser, shown.Address, path, phone: true, locale: locale);
            await Expect(page.Page.Locator(content).First).ToBeVisibleAsync();
            Assert.Equal(0, await page.OverflowAsync());
            Assert.Empty(page.Faults);
        }
    }
}
