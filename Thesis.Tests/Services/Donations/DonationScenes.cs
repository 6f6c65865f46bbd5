using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations;
using Thesis.Services.Donations.Api;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donations.Messaging;
using Thesis.Services.Donors.Api;
using Thesis.Services.Donors.Domain;
using Thesis.Services.Donors.Messaging;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

/// <summary>Donations for tests.</summary>
public static class DonationScenes
{
    private static long nextId = 1_000;

    public static long NewId() => Interlocked.Increment(ref nextId);

    /// <summary>A request for 100 kg of bread that expires in a day.</summary>
    public static Dictionary<string, object?> Request(Id<Kinds.Donor> donor, DateTimeOffset? now = null)
    {
        var time = now ?? DateTimeOffset.UtcNow;
        return new()
        {
            ["donorId"] = donor,
            ["title"] = "Bread",
            ["foodType"] = "bakery",
            ["quantityKg"] = 100m,
            ["smallestLotKg"] = 10m,
            ["expiresAt"] = time.AddDays(1),
            ["pickupFrom"] = time,
            ["pickupUntil"] = time.AddHours(8),
            ["storageClass"] = "ambient",
        };
    }

    /// <summary>A verified donor of user-donor1 that the donations service knows already.</summary>
    public static async Task<DonorResponse> CreateKnownDonorAsync(this ServicesHost host, string region = "los-angeles", string manager = "user-donor1")
    {
        var donor = await host.CreateDonorAsync([manager], region);
        await host.MakeKnownAsync(donor);
        return donor;
    }

    /// <summary>Tells the donations service of the donor before its event does.</summary>
    public static Task MakeKnownAsync(this ServicesHost host, DonorResponse donor) =>
        host.InCommandAsync(DonationsModule.Schema, command => DonorProjection.KeepAsync(command, SnapshotOf(donor), CancellationToken.None));

    public static async Task<DonationResponse> CreateDonationAsync(this ServicesHost host, Action<Dictionary<string, object?>>? change = null)
    {
        var donor = await host.CreateKnownDonorAsync();
        var request = Request(donor.Id, host.Time.GetUtcNow());
        change?.Invoke(request);
        return await host.AsDonor().PostCommandAsync("/api/v1/donations", request).ReadAsync<DonationResponse>(HttpStatusCode.Created);
    }

    /// <summary>A verified NGO of this user that the donations service knows.</summary>
    /// <returns>Its id.</returns>
    public static async Task<long> MakeNgoKnownAsync(this ServicesHost host, string region, params string[] managers)
    {
        var ngo = new NgoSnapshot { Id = NewId(), Version = 1, Name = "Pantry", Place = new Contracts.Common.V1.Place { Region = region }, Verified = true, Managers = { managers } };
        await host.InCommandAsync(DonationsModule.Schema, command => NgoProjection.KeepAsync(command, ngo, CancellationToken.None));
        return ngo.Id;
    }

    public static Task<DonationResponse> GetDonationAsync(this ServicesHost host, Id<Kinds.Donation> id) =>
        host.AsDonor().GetAsync($"/api/v1/donations/{id}").ReadAsync<DonationResponse>();

    /// <summary>Handles the decision as the consumer of the event log does: in a transaction of its own.</summary>
    public static Task DecideAsync(this ServicesHost host, AllocationsDecided decided) =>
        host.InCommandAsync(DonationsModule.Schema, command => new AllocationsDecidedHandler().HandleAsync(decided, EventOf(command), CancellationToken.None));

    /// <summary>Handles the order's news as the consumer of the event log does.</summary>
    public static Task SettleAsync(this ServicesHost host, OrderSnapshot order, string previousStatus) =>
        host.InCommandAsync(DonationsModule.Schema, command => new OrderStatusChangedHandler().HandleAsync(
            new OrderStatusChanged { Order = order, PreviousStatus = previousStatus }, EventOf(command), CancellationToken.None));

    public static AllocationsDecided Decision(params DecidedLot[] lots) => new() { RunId = NewId(), Region = "los-angeles", Lots = { lots } };

    public static DecidedLot Lot(Id<Kinds.Donation> donation, decimal kg, long ngo = 7) => new()
    {
        AllocationId = NewId(),
        DonationId = donation.Value,
        NgoId = ngo,
        NgoName = "Pantry",
        NgoPlace = new Contracts.Common.V1.Place { Region = "los-angeles" },
        Grams = (long)(kg * 1000m),
        Km = 3,
    };

    /// <summary>The order of a lot, in a state.</summary>
    public static OrderSnapshot OrderOf(DecidedLot lot, long version, string status, decimal pickedUpKg = 0, decimal deliveredKg = 0, decimal lostKg = 0, string driver = "") => new()
    {
        Id = lot.AllocationId + 1_000_000,
        Version = version,
        AllocationId = lot.AllocationId,
        DonationId = lot.DonationId,
        Status = status,
        Grams = lot.Grams,
        PickedUpGrams = (long)(pickedUpKg * 1000m),
        DeliveredGrams = (long)(deliveredKg * 1000m),
        LostGrams = (long)(lostKg * 1000m),
        DriverUser = driver,
    };

    /// <summary>True when the donation's books add up and are the sums of its lots'.</summary>
    public static Task<bool> BooksAddUpAsync(this ServicesHost host, Id<Kinds.Donation> donation) => host.ScalarAsync<bool>(
        """
        select d.open_grams >= 0 and d.quantity_grams = d.open_grams + d.reserved_grams + d.delivered_grams + d.lost_grams
            and (d.reserved_grams, d.delivered_grams, d.lost_grams) = (
                select coalesce(sum(l.reserved_grams), 0), coalesce(sum(l.delivered_grams), 0), coalesce(sum(l.lost_grams), 0)
                from donations.lot l where l.donation_id = d.id)
        from donations.donation d where d.id = $1
        """,
        donation.Value);

    private static Contracts.Donors.V1.DonorSnapshot SnapshotOf(DonorResponse donor) => DonorEvents.Snapshot(
        new Donor(donor.Id.Value, donor.Version, donor.Name, donor.Kind, donor.Place, donor.OpeningHours, donor.Verified, donor.Managers ?? []));

    private static EventContext EventOf(CommandContext command) =>
        new(command, NewId(), "", command.Now, command.Now, "", [], "system:tests", 0, 0);
}
