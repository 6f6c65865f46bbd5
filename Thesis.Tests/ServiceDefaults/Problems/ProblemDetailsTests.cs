using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Thesis.ServiceDefaults.Tests;

public sealed class ProblemDetailsTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestApp _app = null!; // Set before each test.

    public async Task InitializeAsync() => _app = await TestApp.StartAsync(Map);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task An_exception_is_a_500_that_tells_nothing_and_an_error_in_the_log()
    {
        var problem = await (await _app.Anonymous().GetAsync("/throw")).ProblemAsync(500);

        Assert.Equal("internal", problem.Code());
        Assert.DoesNotContain("secret detail", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains("secret detail", Assert.Single(_app.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_error_that_no_endpoint_expects_is_a_500()
    {
        var problem = await (await _app.Anonymous().GetAsync("/check-violation")).ProblemAsync(500);

        Assert.DoesNotContain("quantity_check", problem.ToString(), StringComparison.Ordinal);
        Assert.Single(_app.Log.Errors);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("grpc")]
    [InlineData("database")]
    public async Task A_part_that_does_not_answer_is_a_503_to_be_tried_again(string part)
    {
        using var answer = await _app.Anonymous().GetAsync($"/upstream/{part}");

        Assert.Equal("unavailable", (await answer.ProblemAsync(503)).Code());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        Assert.Empty(_app.Log.Errors);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, 400)]
    [InlineData(StatusCode.PermissionDenied, 403)]
    [InlineData(StatusCode.NotFound, 404)]
    [InlineData(StatusCode.FailedPrecondition, 409)]
    public async Task A_refusal_of_another_service_is_passed_on_with_its_reason(StatusCode status, int expected)
    {
        var problem = await (await _app.Anonymous().GetAsync($"/rpc/{status}")).ProblemAsync(expected);

        Assert.Equal("The order is taken.", problem.GetProperty("detail").GetString());
        Assert.Empty(_app.Log.Errors);
    }

    [Theory]
    [InlineData("""{"title":""", "title")]
    [InlineData("""{"title": 5, "quantityKg": 1, "place": {"latitude": 1}}""", "title", "string")]
    [InlineData("""{"title": "a", "quantityKg": "1", "place": {"latitude": 1}}""", "quantityKg", "number")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": []}}""", "place.latitude", "number")]
    [InlineData("""{"title": "a", "quantityKg": 1}""", "place", "required")]
    [InlineData("""{"title": null, "quantityKg": 1, "place": {"latitude": 1}}""", "title", "null")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {}}""", "place.latitude", "required")]
    [InlineData("""{"title": "a", "quantityKg": 1, "quantityKg": 2, "place": {"latitude": 1}}""", "quantityKg", "twice")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "count": 1.5}""", "count", "whole number")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "from": "2026-05-01T12:00:00"}""", "from", "offset")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "donor": "ord_0000000000001"}""", "donor", "dnr_")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "tags": "x"}""", "tags", "list")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "storage": "lukewarm"}""", "storage", "ambient, chilled")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "bogus": 1}""", "bogus", "not known")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1, "height": 1}}""", "place.height", "not known")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": 7}""", "place", "object")]
    [InlineData("""{"title": "a", "quantityKg": 1, "place": {"latitude": 1}, "tags": ["x", 5]}""", "tags[1]", "string")]
    [InlineData("""{"title": "a" "quantityKg"}""", "body", "line 1")]
    [InlineData("""[]""", "body", "object")]
    [InlineData("", "body", "required")]
    [InlineData("null", "body", "required")]
    public async Task Wrong_json_is_a_400_that_names_the_field_and_the_remedy(string body, string field, string remedy = "")
    {
        using var answer = await _app.Anonymous().PostAsync("/offers", Answers.Json(body));

        Assert.Contains(remedy, await answer.FieldErrorAsync(field), StringComparison.Ordinal);
        Assert.Empty(_app.Log.Errors);
    }

    [Theory]
    [InlineData("/orders/dnr_0000000000001", "id", "ord_")]
    [InlineData("/orders/17", "id", "ord_")]
    [InlineData("/search?count=many", "count", "whole number")]
    [InlineData("/search?count=1&since=yesterday", "since", "ISO 8601")]
    [InlineData("/search", "count", "required")]
    [InlineData("/search?count=many&since=yesterday", "since", "ISO 8601")]
    public async Task A_wrong_parameter_is_a_400_that_names_it_and_the_remedy(string path, string parameter, string remedy)
    {
        using var answer = await _app.Anonymous().GetAsync(path);

        Assert.Contains(remedy, await answer.FieldErrorAsync(parameter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413_that_names_the_limit()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"title": "{{new string('a', 2_000_000)}}"}""")));
        content.Headers.ContentType = new("application/json");
        using var answer = await _app.Anonymous().PostAsync("/offers", content);

        var problem = await answer.ProblemAsync(413);

        Assert.Contains("1048576", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/offers", "text/plain", 415, "unsupported-media-type")]
    [InlineData("DELETE", "/offers", null, 405, "method-not-allowed")]
    [InlineData("GET", "/nowhere", null, 404, "not-found")]
    public async Task What_routing_refuses_is_a_problem(string method, string path, string? contentType, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = contentType is null ? null : new StringContent("{}", Encoding.UTF8, contentType);

        var problem = await (await _app.Anonymous().SendAsync(request)).ProblemAsync(status);

        Assert.Equal(code, problem.Code());
    }

    [Fact]
    public async Task Problems_of_handlers_carry_their_code_and_the_trace()
    {
        var conflict = await (await _app.Anonymous().GetAsync("/conflict")).ProblemAsync(409);
        var thrown = await (await _app.Anonymous().GetAsync("/thrown-conflict")).ProblemAsync(409);

        Assert.Equal("order-not-free", conflict.Code());
        Assert.Equal("order-not-free", thrown.Code());
        Assert.Empty(_app.Log.Errors);
    }

    [Fact]
    public async Task A_problem_carries_the_callers_trace_id()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/conflict");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        var problem = await (await _app.Anonymous().SendAsync(request)).ProblemAsync(409);

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", problem.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task A_caller_that_only_accepts_html_gets_problem_details_all_the_same()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/conflict");
        request.Headers.Add("Accept", "text/html");

        await (await _app.Anonymous().SendAsync(request)).ProblemAsync(409);
    }

    [Theory]
    [InlineData("/wait")]
    [InlineData("/wait-for-another-service")]
    public async Task A_caller_that_hangs_up_is_not_logged_as_an_error(string path)
    {
        using var hangUp = new CancellationTokenSource();
        var call = _app.Anonymous().GetAsync(path, hangUp.Token);
        await _entered.Task.WaitAsync(TimeSpan.FromSeconds(10));

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _app.DisposeAsync(); // Ends when the request has.

        Assert.Empty(_app.Log.Errors);
    }

    private void Map(WebApplication app)
    {
        app.MapGet("/throw", IResult () => throw new InvalidOperationException("secret detail")).AllowAnonymous();
        app.MapGet("/check-violation", IResult () => throw new PostgresException("violates quantity_check", "ERROR", "ERROR", "23514")).AllowAnonymous();
        app.MapGet("/upstream/{part}", IResult (string part) => throw (part switch
        {
            "http" => new HttpRequestException("no route"),
            "grpc" => new RpcException(new Status(StatusCode.Unavailable, "no route")),
            _ => new NpgsqlException("no route", new SocketException()),
        })).AllowAnonymous();
        app.MapGet("/rpc/{status}", IResult (StatusCode status) => throw new RpcException(new Status(status, "The order is taken."))).AllowAnonymous();
        app.MapGet("/conflict", () => Problems.Conflict("order-not-free", "Another driver took it.")).AllowAnonymous();
        app.MapGet("/thrown-conflict", IResult () => throw new ProblemException(Problems.Conflict("order-not-free", "Taken."))).AllowAnonymous();
        app.MapPost("/offers", (Offer offer) => offer).AllowAnonymous();
        app.MapGet("/orders/{id}", (Id<Kinds.Order> id) => id).AllowAnonymous();
        app.MapGet("/search", (int count, DateTimeOffset? since) => $"{count}{since}").AllowAnonymous();
        app.MapGet("/wait", async (HttpContext http) =>
        {
            _entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }).AllowAnonymous();
        app.MapGet("/wait-for-another-service", async (HttpContext http) =>
        {
            _entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client."));
        }).AllowAnonymous();
    }

    private enum Storage
    {
        Ambient,
        Chilled,
    }

    private sealed record Point(double Latitude);

    private sealed record Offer(
        string Title,
        decimal QuantityKg,
        Point Place,
        int? Count = null,
        DateTimeOffset? From = null,
        Id<Kinds.Donor>? Donor = null,
        IReadOnlyList<string>? Tags = null,
        Storage Storage = Storage.Ambient);
}
