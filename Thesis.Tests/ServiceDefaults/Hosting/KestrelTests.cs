using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults.Tests;

public sealed class KestrelTests
{
    [Fact]
    public async Task A_grpc_port_adds_an_endpoint_for_http2_and_keeps_the_others()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/protocol", (HttpRequest request) => request.Protocol).AllowAnonymous(),
            null,
            ("GRPC_PORT", "0"), ("urls", "http://127.0.0.1:0;http://127.0.0.1:0"));
        using var http2 = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var http1 = new HttpClient();

        Assert.Equal(3, app.Addresses.Count);
        Assert.Equal("HTTP/1.1", await http1.GetStringAsync(new Uri(app.Addresses[0], "/protocol")));
        Assert.Equal("HTTP/1.1", await http1.GetStringAsync(new Uri(app.Addresses[1], "/protocol")));
        Assert.Equal("HTTP/2", await http2.GetStringAsync(new Uri(app.Addresses[2], "/protocol")));
        Assert.DoesNotContain(app.Log.Lines, l => l.Text.Contains("Overriding address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_only_ports_are_given_as_images_give_them_a_grpc_port_keeps_them()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapGet("/protocol", (HttpRequest request) => request.Protocol).AllowAnonymous(),
            null,
            ("GRPC_PORT", "0"), ("urls", ""), ("http_ports", "0"));
        using var http1 = new HttpClient();

        Assert.Equal(2, app.Addresses.Count);
        Assert.All(app.Addresses, a => Assert.Equal("[::]", a.Host));
        Assert.Equal("HTTP/1.1", await http1.GetStringAsync(new Uri($"http://127.0.0.1:{app.Addresses[0].Port}/protocol")));
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("-1")]
    [InlineData("65536")]
    public async Task A_wrong_grpc_port_stops_the_start_and_is_named(string port)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(_ => { }, null, ("GRPC_PORT", port)));

        Assert.Contains("GRPC_PORT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_can_take_larger_bodies_than_the_rest()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapPost("/small", ReadAsync).AllowAnonymous();
            a.MapPost("/large", ReadAsync).AllowAnonymous().WithMetadata(new RequestSizeLimitAttribute(3_000_000));
        });
        using var client = app.Anonymous();

        await (await client.PostAsync("/small", new ByteArrayContent(new byte[2_000_000]))).ProblemAsync(413);
        using var large = await client.PostAsync("/large", new ByteArrayContent(new byte[2_000_000]));

        Assert.Equal("2000000", await large.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Answers_do_not_name_the_server()
    {
        await using var app = await TestApp.StartAsync(_ => { });

        using var answer = await app.Anonymous().GetAsync("/alive");

        Assert.False(answer.Headers.Contains("Server"));
    }

    private static async Task<long> ReadAsync(HttpRequest request)
    {
        using var memory = new MemoryStream();
        await request.Body.CopyToAsync(memory);
        return memory.Length;
    }
}
