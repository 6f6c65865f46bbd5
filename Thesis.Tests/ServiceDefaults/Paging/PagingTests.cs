using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;

namespace Thesis.ServiceDefaults.Tests;

public sealed class PagingTests(PagingTests.Numbers numbers) : IClassFixture<PagingTests.Numbers>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(200)]
    public async Task Following_the_tokens_gives_every_item_once_and_ends(int size)
    {
        var seen = new List<long>();
        string? token = null;
        do
        {
            var page = await numbers.Client.GetFromJsonAsync<Page<long>>($"/numbers?pageSize={size}&pageToken={token}");
            Assert.NotNull(page);
            Assert.InRange(page.Items.Count, 1, size);
            seen.AddRange(page.Items);
            token = page.NextPageToken;
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(1, 30).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task Without_a_size_a_page_holds_fifty()
    {
        Assert.Equal(50, await numbers.Client.GetFromJsonAsync<int>("/size"));
    }

    [Theory]
    [InlineData("pageSize=0")]
    [InlineData("pageSize=201")]
    [InlineData("pageSize=-1")]
    [InlineData("pageSize=many")]
    [InlineData("pageSize=")]
    public async Task A_size_out_of_range_is_a_400(string query)
    {
        using var answer = await numbers.Client.GetAsync($"/numbers?{query}");

        Assert.Contains("1 to 200", await answer.FieldErrorAsync("pageSize"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("%00")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("not-base64!")]
    [InlineData("shortened")]
    [InlineData("other-order")]
    public async Task A_token_that_is_none_of_the_lists_is_a_400(string token)
    {
        var sent = token switch
        {
            "shortened" => PageToken.Encode(["17"])[..^2],
            "other-order" => PageToken.Encode(["2026-05-01", "17"]),
            _ => token,
        };
        using var answer = await numbers.Client.GetAsync($"/numbers?pageToken={sent}");

        Assert.Contains("nextPageToken", await answer.FieldErrorAsync("pageToken"), StringComparison.Ordinal);
    }

    public sealed class Numbers : IAsyncLifetime
    {
        private TestApp? _app;

        internal HttpClient Client => _app?.Anonymous() ?? throw new InvalidOperationException("Not started.");

        public async Task InitializeAsync() => _app = await TestApp.StartAsync(app =>
        {
            app.MapGet("/numbers", (PageRequest page) =>
            {
                var rows = Enumerable.Range(1, 30).Select(n => (long)n).Where(n => n > (page.AfterId ?? 0)).Take(page.Limit).ToArray();
                return Page.Of(rows, page, n => n, n => n);
            }).AllowAnonymous();
            app.MapGet("/size", (PageRequest page) => page.PageSize).AllowAnonymous();
        });

        public async Task DisposeAsync() => await (_app?.DisposeAsync() ?? default);
    }
}
