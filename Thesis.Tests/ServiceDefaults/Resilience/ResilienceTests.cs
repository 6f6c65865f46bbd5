using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Thesis.ServiceDefaults.Tests;

public sealed class ResilienceTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<int> _answers = new();
    private int _received;
    private TestApp _peer = null!; // Set before each test.
    private HttpClient _client = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _peer = await TestApp.StartAsync(app => app.Map("/flaky", () =>
        {
            Interlocked.Increment(ref _received);
            return TypedResults.StatusCode(_answers.TryDequeue(out var status) ? status : 200);
        }).AllowAnonymous());
        _client = _peer.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
        _client.BaseAddress = _peer.Addresses[0];
    }

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    [Theory]
    [InlineData("GET", 503, 2)]
    [InlineData("GET", 502, 2)]
    [InlineData("HEAD", 504, 2)]
    [InlineData("GET", 429, 2)]
    [InlineData("GET", 404, 1)]
    [InlineData("POST", 503, 1)] // may have happened
    [InlineData("DELETE", 503, 1)]
    [InlineData("PATCH", 503, 1)]
    public async Task What_changes_nothing_is_sent_again_after_a_passing_failure(string method, int status, int sent)
    {
        _answers.Enqueue(status);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/flaky");

        using var answer = await _client.SendAsync(request);

        Assert.Equal(sent == 2 ? HttpStatusCode.OK : (HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(sent, _received);
    }

    [Fact]
    public async Task Retries_end_and_the_last_answer_is_given()
    {
        Enumerable.Repeat(503, 10).ToList().ForEach(_answers.Enqueue);

        using var answer = await _client.GetAsync("/flaky");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(4, _received);
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_left_alone()
    {
        Enumerable.Repeat(503, 60).ToList().ForEach(_answers.Enqueue);
        for (var i = 0; i < 20; i++)
        {
            using var answer = await _client.PostAsync("/flaky", null);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.PostAsync("/flaky", null));
        Assert.Equal(20, _received);
    }
}
