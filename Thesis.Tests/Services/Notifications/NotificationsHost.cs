using System.Globalization;
using Google.Protobuf;
using Thesis.Contracts;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Contracts.Regions.V1;
using Thesis.Contracts.Users.V1;
using Thesis.Services.Tests.Identity;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Notifications;

/// <summary>Notifications and Identity as a process runs them, with a mail server and a push service; their peers are played by publishing their events.</summary>
public sealed class NotificationsHost : ServicesHost, IAsyncLifetime
{
    private static long lastId = 1000;

    public NotificationsHost()
    {
        Mail = new SmtpServer();
        Push = new PushService();
        Time = Clock;
        Settings = new()
        {
            ["Identity:BffSecret"] = "a secret of the front door",
            ["Identity:ServicesSecret"] = "a secret of the services",
            ["Mail:Host"] = "127.0.0.1",
            ["Mail:Port"] = Mail.Port.ToString(CultureInfo.InvariantCulture),
            ["Mail:AllowPlain"] = "true",
            ["Notifications:PushHosts:0"] = "127.0.0.1",
        };
    }

    public MovableTime Clock { get; } = new();

    internal SmtpServer Mail { get; }

    internal PushService Push { get; }

    protected override string Selection => "identity,notifications";

    public static long NextId() => Interlocked.Increment(ref lastId);

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Mail.DisposeAsync();
        await Push.DisposeAsync();
    }

    /// <summary>A region, a donor and an NGO with a manager each, and an order between them.</summary>
    public async Task<Scene> SceneAsync(string zone = "America/Los_Angeles")
    {
        var id = NextId();
        var scene = new Scene($"region-{id}", $"user-donor-{id}", $"user-ngo-{id}", $"user-driver-{id}", id, id, id);
        await PublishAsync(Topics.RegionCreated, new RegionCreated { Region = new RegionSnapshot { Region = scene.Region, Version = 1, TimeZone = zone } });
        await PublishAsync(Topics.DonorCreated, new DonorCreated { Donor = new DonorSnapshot { Id = scene.DonorId, Version = 1, Managers = { scene.Donor } } });
        await PublishAsync(Topics.NgoCreated, new NgoCreated { Ngo = new NgoSnapshot { Id = scene.NgoId, Version = 1, Managers = { scene.Ngo } } });
        await PublishAsync(Topics.DriverUpdated, new DriverUpdated { Driver = new DriverSnapshot { Id = scene.DriverId, Version = 1, UserId = scene.Driver, Region = scene.Region, OnShift = true } });
        await EventuallyAsync($"select count(*) = 2 from notifications.place where id = {id}");
        await EventuallyAsync($"select count(*) = 1 from notifications.region where region = '{scene.Region}'");
        await EventuallyAsync($"select count(*) = 1 from notifications.driver where id = {id}");
        return scene;
    }

    /// <summary>Has somebody state their profile.</summary>
    public async Task StateAsync(UserSnapshot user)
    {
        await PublishAsync(Topics.UserUpdated, new UserUpdated { User = user });
        await EventuallyAsync($"select count(*) = 1 from notifications.person where user_id = '{user.UserId}' and version >= {user.Version}");
    }

    /// <summary>Gives somebody an account with a confirmed address.</summary>
    public async Task<string> AccountAsync(string user)
    {
        var email = $"{user}@example.org";
        await using var insert = Database.CreateCommand($"""
            insert into identity.accounts (id, display_name, email, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ('{user}', 'Kim', '{email}', true, false, false, true, 0)
            """);
        await insert.ExecuteNonQueryAsync();
        return email;
    }

    public Task PublishAsync<T>(string topic, T message)
        where T : IMessage<T> => this.PublishAsync("notifications", topic, NextId(), message);

    public Task EventuallyAsync(string condition) =>
        Eventually.HoldsAsync(condition, async () => await this.ScalarAsync<bool>(condition));
}

/// <summary>Who takes part in an order.</summary>
public sealed record Scene(string Region, string Donor, string Ngo, string Driver, long DonorId, long NgoId, long DriverId)
{
    public OrderSnapshot Order(string status) => new()
    {
        Id = NotificationsHost.NextId(),
        Region = Region,
        DonorId = DonorId,
        NgoId = NgoId,
        DonationId = 7,
        Status = status,
        Grams = 25_000,
        Title = "Bread",
        DonorName = "Market",
        NgoName = "Pantry",
        RespondByEpochMs = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(),
        PickupUntilEpochMs = DateTimeOffset.UtcNow.AddHours(3).ToUnixTimeMilliseconds(),
    };
}
