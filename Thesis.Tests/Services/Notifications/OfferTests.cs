using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Services.Notifications.Domain;
using Thesis.Services.Notifications.Messaging;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Notifications;

/// <summary>An order that no driver takes is offered to others, until one has it.</summary>
public sealed class OfferTests : IAsyncLifetime
{
    private readonly NotificationsHost _host = new();

    public OfferTests() => _host.Settings["Notifications:DriversAtOnce"] = "1";

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => ((IAsyncLifetime)_host).DisposeAsync();

    [Fact]
    public async Task Who_has_not_been_asked_is_asked_next_and_nobody_once_a_driver_has_it()
    {
        var scene = await _host.SceneAsync();
        foreach (var other in (string[])["second", "third"])
        {
            await AddDriverAsync(scene, other);
        }

        var order = scene.Order("accepted");
        order.PickupUntilEpochMs = _host.Clock.GetUtcNow().AddHours(8).ToUnixTimeMilliseconds();

        await ChangeAsync(order, "proposed", "accepted");
        await AskedAsync(1);
        _host.Clock.Advance(new NotificationsOptions().OfferAgainAfter);
        await AskedAsync(2);

        await ChangeAsync(order, "accepted", "assigned");
        await _host.EventuallyAsync($"select count(*) = 0 from notifications.offer where order_id = {order.Id}");
        _host.Clock.Advance(TimeSpan.FromHours(1));
        await _host.Services.GetRequiredService<OfferRelay>().RunOnceAsync(CancellationToken.None);
        await AskedAsync(2);
    }

    [Fact]
    public async Task Food_whose_pickup_is_over_is_offered_to_nobody()
    {
        var scene = await _host.SceneAsync();
        await AddDriverAsync(scene, "late");
        var order = scene.Order("accepted");
        order.PickupUntilEpochMs = _host.Clock.GetUtcNow().AddMinutes(1).ToUnixTimeMilliseconds();

        await ChangeAsync(order, "proposed", "accepted");
        await AskedAsync(1);
        _host.Clock.Advance(TimeSpan.FromMinutes(6));

        await _host.EventuallyAsync($"select count(*) = 0 from notifications.offer where order_id = {order.Id}");
        await AskedAsync(1);
    }

    private Task AskedAsync(int drivers) => _host.EventuallyAsync($"select count(distinct user_id) = {drivers} from notifications.notification where kind = 'order_to_drive'");

    private async Task AddDriverAsync(Scene scene, string name)
    {
        var id = NotificationsHost.NextId();
        await _host.PublishAsync(Topics.DriverUpdated, new DriverUpdated { Driver = new DriverSnapshot { Id = id, Version = 1, UserId = $"user-{name}-{id}", Region = scene.Region, OnShift = true } });
        await _host.EventuallyAsync($"select count(*) = 1 from notifications.driver where id = {id}");
    }

    private Task ChangeAsync(OrderSnapshot order, string before, string after)
    {
        var changed = order.Clone();
        changed.Status = after;
        return _host.PublishAsync("notifications", Topics.OrderStatusChanged, order.Id, new OrderStatusChanged { Order = changed, PreviousStatus = before });
    }
}
