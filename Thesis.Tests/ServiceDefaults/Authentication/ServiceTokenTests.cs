using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Thesis.Contracts.Orders.V1;
using Thesis.Tests.Support;

namespace Thesis.ServiceDefaults.Tests;

public sealed class ServiceTokenTests
{
    private readonly ShiftedClock _clock = new();

    [Fact]
    public async Task A_token_is_fetched_once_for_many_and_again_before_it_runs_out()
    {
        await using var identity = await TestIdentityProvider.StartAsync();
        await using var app = await StartAsync(identity);
        var tokens = app.Services.GetRequiredService<IServiceTokens>();

        var burst = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(default).AsTask()));
        _clock.Shift = TimeSpan.FromMinutes(45);
        var later = await tokens.GetAsync(default);
        _clock.Shift = TimeSpan.FromMinutes(49);
        var next = await tokens.GetAsync(default);

        Assert.Equal(later, Assert.Single(burst.Distinct()));
        Assert.NotEqual(later, next);
    }

    [Fact]
    public async Task A_provider_that_is_away_does_not_matter_while_the_token_holds()
    {
        await using var identity = await TestIdentityProvider.StartAsync();
        await using var app = await StartAsync(identity);
        var tokens = app.Services.GetRequiredService<IServiceTokens>();
        var first = await tokens.GetAsync(default);

        await identity.DisposeAsync();
        _clock.Shift = TimeSpan.FromMinutes(50);
        Assert.Equal(first, await tokens.GetAsync(default));
        _clock.Shift = TimeSpan.FromMinutes(61);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => tokens.GetAsync(default).AsTask());
    }

    [Fact]
    public async Task A_refused_client_is_named_and_its_secret_is_not()
    {
        await using var identity = await TestIdentityProvider.StartAsync();
        await using var app = await StartAsync(identity, ("Authentication:ClientSecret", "wrong-secret"));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => app.Services.GetRequiredService<IServiceTokens>().GetAsync(default).AsTask());

        Assert.Contains("services", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-secret", error.ToString(), StringComparison.Ordinal);
    }

    private Task<TestApp> StartAsync(TestIdentityProvider identity, params (string, string?)[] settings) => TestApp.StartAsync(
        _ => { },
        builder =>
        {
            builder.AddGrpcClient<OrdersService.OrdersServiceClient>("orders", OrdersService.Descriptor);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        },
        [("Authentication:Authority", identity.Authority), .. settings]);

    /// <summary>The system's clock, ahead by a shift; timers run as ever.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
