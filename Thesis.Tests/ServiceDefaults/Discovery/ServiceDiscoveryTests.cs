using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults.Tests;

public sealed class ServiceDiscoveryTests
{
    [Fact]
    public async Task A_services_name_leads_to_its_addresses_in_turn()
    {
        await using var one = await PeerAsync("one");
        await using var two = await PeerAsync("two");
        await using var app = await TestApp.StartAsync(
            _ => { }, null, ("services:donations:http:0", one.Addresses[0].ToString()), ("services:donations:http:1", two.Addresses[0].ToString()));
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        var answers = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await client.GetFromJsonAsync<string>("http://donations/who?q=1"));
        }

        Assert.Equal(["one?q=1", "two?q=1"], answers.Take(2).Order());
        Assert.Equal(answers.Take(2), answers.Skip(2));
    }

    [Fact]
    public async Task A_second_attempt_goes_to_the_next_address()
    {
        await using var failing = await TestApp.StartAsync(a => a.MapGet("/who", () => TypedResults.StatusCode(503)).AllowAnonymous());
        await using var working = await PeerAsync("working");
        await using var app = await TestApp.StartAsync(
            _ => { }, null, ("services:donations:http:0", failing.Addresses[0].ToString()), ("services:donations:http:1", working.Addresses[0].ToString()));
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        Assert.Equal("working", await client.GetFromJsonAsync<string>("http://donations/who"));
    }

    [Fact]
    public async Task A_name_that_is_neither_configured_nor_known_to_DNS_is_named_in_the_error()
    {
        await using var app = await TestApp.StartAsync(_ => { });
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://nobody.invalid/"));

        Assert.Contains("nobody.invalid", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_endpoint_that_is_not_configured_is_an_error_that_says_which_setting_is_missing()
    {
        await using var app = await TestApp.StartAsync(_ => { });
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        var error = await Assert.ThrowsAsync<IOException>(() => client.GetAsync("http://_grpc.nobody/"));

        Assert.Contains("services__nobody__grpc__0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_addresses_pass_unchanged()
    {
        await using var peer = await PeerAsync("plain");
        await using var app = await TestApp.StartAsync(_ => { });
        using var client = app.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        Assert.Equal("plain", await client.GetFromJsonAsync<string>(new Uri(peer.Addresses[0], "/who")));
        Assert.Equal("plain", await client.GetFromJsonAsync<string>($"http://localhost:{peer.Addresses[0].Port}/who"));
    }

    private static Task<TestApp> PeerAsync(string name) =>
        TestApp.StartAsync(app => app.MapGet("/who", (HttpRequest request) => TypedResults.Json(name + request.QueryString)).AllowAnonymous());
}
