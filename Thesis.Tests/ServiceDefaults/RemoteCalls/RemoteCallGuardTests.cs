using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.Contracts.Orders.V1;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests.RemoteCalls;

/// <summary>A process that asks another one, before and while it holds a transaction.</summary>
public sealed class RemoteCallGuardTests : IAsyncLifetime
{
    private readonly OrdersScript _script = new();
    private TestApp _orders = null!; // Set before each test.
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _orders = await TestApp.StartAsync(
            app =>
            {
                app.MapGrpcServer();
                app.MapGrpcService<FakeOrders>();
                app.MapGet("/plain", () => "yes").AllowAnonymous();
            },
            builder =>
            {
                builder.AddGrpcServer();
                builder.Services.AddSingleton(_script);
            },
            ("GRPC_PORT", "0"));
    }

    public async Task DisposeAsync() => await _orders.DisposeAsync();

    [Theory]
    [InlineData("/grpc-within", HttpStatusCode.InternalServerError)]
    [InlineData("/http-within", HttpStatusCode.InternalServerError)]
    [InlineData("/grpc-in-a-helper-within", HttpStatusCode.InternalServerError)]
    [InlineData("/late-within", HttpStatusCode.InternalServerError)]
    [InlineData("/late", HttpStatusCode.OK)]
    [InlineData("/after", HttpStatusCode.OK)]
    [InlineData("/outside", HttpStatusCode.OK)]
    public async Task A_call_is_refused_exactly_while_a_transaction_is_open(string path, HttpStatusCode expected)
    {
        await using var caller = await CallerAsync(refuses: true);

        using var answer = await PostAsync(caller, path);

        Assert.Equal(expected, answer.StatusCode);
        var refused = caller.Log.Lines.Any(line => line.Text.Contains("is called while a transaction is open. Call it before", StringComparison.Ordinal));
        Assert.Equal(expected != HttpStatusCode.OK, refused);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : path == "/late-within" ? 1 : 0, _script.Calls);
    }

    [Fact]
    public async Task In_production_the_call_passes_with_a_warning()
    {
        await using var caller = await CallerAsync(refuses: false);

        using var answer = await PostAsync(caller, "/grpc-within");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(caller.Log.Lines, line => line.Text.StartsWith("The service 'orders' is called while a transaction is open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_late_command_that_is_repeated_asks_once_and_answers_alike()
    {
        await using var caller = await CallerAsync(refuses: true);
        var key = Guid.NewGuid().ToString();

        using var first = await PostAsync(caller, "/late", key);
        using var second = await PostAsync(caller, "/late", key);
        using var other = await PostAsync(caller, "/late?other=1", key);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(1, _script.Calls);
        Assert.Equal(1L, await AuditsAsync(caller));
    }

    [Fact]
    public async Task Late_commands_sent_at_once_with_one_key_happen_once()
    {
        await using var caller = await CallerAsync(refuses: true);
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => PostAsync(caller, "/late", key)));

        Assert.All(answers, answer => Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict }));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(1L, await AuditsAsync(caller));
    }

    [Fact]
    public async Task What_a_late_command_is_refused_by_others_is_not_kept()
    {
        await using var caller = await CallerAsync(refuses: true);
        var key = Guid.NewGuid().ToString();
        _script.Failure = new ProblemException(Problems.Conflict("order-status", "Another driver has this order already."));

        using var refused = await PostAsync(caller, "/late", key);
        _script.Failure = null;
        using var accepted = await PostAsync(caller, "/late", key);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        Assert.Equal(1L, await AuditsAsync(caller));
    }

    [Fact]
    public async Task A_late_command_that_never_begins_is_a_defect()
    {
        await using var caller = await CallerAsync(refuses: true);

        using var answer = await PostAsync(caller, "/never");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestApp caller, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await caller.As("user-driver1", Roles.Driver).SendAsync(request);
    }

    private static async Task<long> AuditsAsync(TestApp caller)
    {
        await using var count = caller.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select count(*) from calls.audit");
        return await count.ExecuteScalarAsync() is long rows ? rows : -1;
    }

    private Task<TestApp> CallerAsync(bool refuses) => TestApp.StartAsync(
        Map,
        builder =>
        {
            builder.AddThesisDatabase("thesisdb").AddMigrations("calls");
            builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor);
        },
        ("ConnectionStrings:thesisdb", _database),
        ("RemoteCalls:RefuseInTransactions", refuses ? "true" : "false"),
        ("services:orders:grpc:0", _orders.Addresses[1].ToString()));

    private void Map(WebApplication app)
    {
        app.MapPost("/grpc-within", async (OrdersService.OrdersServiceClient orders) => await AskAsync(orders))
            .RequireAuthorization(Policies.Driver).AsCommand("calls");
        app.MapPost("/grpc-in-a-helper-within", async (OrdersService.OrdersServiceClient orders) => await Task.Run(() => AskAsync(orders)))
            .RequireAuthorization(Policies.Driver).AsCommand("calls");
        app.MapPost("/http-within", async (IHttpClientFactory clients) => await clients.CreateClient().GetStringAsync(new Uri(_orders.Addresses[0], "/plain")))
            .RequireAuthorization(Policies.Driver).AsCommand("calls");
        app.MapPost("/late", async (OrdersService.OrdersServiceClient orders, CommandContext context, CancellationToken cancellationToken) =>
        {
            await using var first = context.EarlyCommand("select 1");
            await first.ExecuteScalarAsync(cancellationToken);
            var answer = await AskAsync(orders);
            await context.BeginAsync(cancellationToken);
            context.Audit("order.asked", "ord_1");
            return answer;
        }).RequireAuthorization(Policies.Driver).AsLateCommand("calls");
        app.MapPost("/late-within", async (OrdersService.OrdersServiceClient orders, CommandContext context, CancellationToken cancellationToken) =>
        {
            await AskAsync(orders);
            await context.BeginAsync(cancellationToken);
            return await AskAsync(orders);
        }).RequireAuthorization(Policies.Driver).AsLateCommand("calls");
        app.MapPost("/never", () => "done").RequireAuthorization(Policies.Driver).AsLateCommand("calls");
        app.MapPost("/after", async (OrdersService.OrdersServiceClient orders, CommandContext context, HttpContext http, CancellationToken cancellationToken) =>
        {
            await context.OpenAsync("calls", Actor.FromUser(http.User), cancellationToken);
            await context.CommitAsync(cancellationToken);
            return await AskAsync(orders);
        }).RequireAuthorization(Policies.Driver);
        app.MapPost("/outside", async (OrdersService.OrdersServiceClient orders) => await AskAsync(orders)).RequireAuthorization(Policies.Driver);
    }

    private static async Task<string> AskAsync(OrdersService.OrdersServiceClient orders) =>
        (await orders.AssignOrderAsync(new(), deadline: DateTime.UtcNow.AddMinutes(1))).ToString();
}
