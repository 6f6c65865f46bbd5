using System.Net;
using System.Text.Json.Nodes;
using Thesis.Contracts;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Orders;

public class OrderCreationTests
{
    [Fact]
    public async Task Each_confirmed_lot_becomes_one_proposed_order_however_often_it_is_delivered()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var donation = Logistics.Reserve(Logistics.NewDonation(region), 70_000);
        var (first, second) = (Logistics.NewLot(donation, Logistics.NewNgo(region), 40), Logistics.NewLot(donation, Logistics.NewNgo(region), 30));
        var allocated = new DonationsAllocated { RunId = Logistics.NextId(), Region = region, Lots = { first, second } };

        await logistics.PublishAsync(Topics.DonationAllocated, allocated);
        var id = await logistics.OrderOfAsync(first.AllocationId);
        await logistics.PublishAsync(Topics.DonationAllocated, allocated);
        await logistics.PublishAsync(Topics.DonationAllocated, new DonationsAllocated { RunId = 1, Region = region, Lots = { Logistics.NewLot(donation, Logistics.NewNgo(region), 5) } });

        await logistics.EventuallyAsync(3L, "select count(*) from orders.orders where region = $1", region);
        Assert.Equal("proposed", await logistics.OrderAsync<string>(id, "status"));
        Assert.Equal(40_000L, await logistics.OrderAsync<long>(id, "grams"));
        var order = await logistics.AsDispatcher().GetNodeAsync($"/api/v1/orders/{id}");
        Assert.Equal(["preferred", "capacity"], (order["why"] as JsonArray ?? []).Select(why => (string?)why));
        Assert.Equal(75_000m, await logistics.ScalarAsync<decimal>("select sum(grams) from orders.orders where region = $1", region));
    }

    [Fact]
    public async Task Cancelling_a_donation_cancels_what_is_not_picked_up_and_leaves_the_rest()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var donation = Logistics.Reserve(Logistics.NewDonation(region), 70_000);
        var lots = new[] { 40.0, 30.0 }.Select(kg => Logistics.NewLot(donation, Logistics.NewNgo(region), kg)).ToArray();
        await logistics.PublishAsync(Topics.DonationAllocated, new DonationsAllocated { RunId = 1, Region = region, Lots = { lots } });
        var (open, pickedUp) = (await logistics.OrderOfAsync(lots[0].AllocationId), await logistics.OrderOfAsync(lots[1].AllocationId));
        await logistics.ScalarAsync<object>(
            "update orders.orders set status = 'picked_up', driver_id = 1, driver_user = 'user-driver1', picked_up_grams = grams where id = $1", pickedUp.Value);

        await logistics.PublishAsync(Topics.DonationUpdated, Cancelled(donation));

        await logistics.EventuallyAsync("cancelled", "select status from orders.orders where id = $1", open.Value);
        Assert.Equal("picked_up", await logistics.OrderAsync<string>(pickedUp, "status"));
        await logistics.PublishAsync(Topics.DonationUpdated, Cancelled(donation));
        await logistics.EventuallyAsync(1L, "select count(*) from orders.audit where action = 'order.cancelled' and entity_id = $1", open.ToString());
        Assert.Equal(2L, await logistics.OrderAsync<long>(open, "version"));
    }

    [Fact]
    public async Task A_lot_that_arrives_after_its_donation_was_cancelled_is_cancelled_at_once()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var donation = Logistics.Reserve(Logistics.NewDonation(region), 40_000);
        var lot = Logistics.NewLot(donation, Logistics.NewNgo(region), 40);
        await logistics.PublishAsync(Topics.DonationUpdated, Cancelled(donation));
        await logistics.EventuallyAsync(1L, "select count(*) from orders.donations where donation_id = $1 and cancelled_at is not null", donation.Id);

        await logistics.PublishAsync(Topics.DonationAllocated, new DonationsAllocated { RunId = 1, Region = region, Lots = { lot } });

        await logistics.EventuallyAsync("cancelled", "select status from orders.orders where allocation_id = $1", lot.AllocationId);
        var id = await logistics.OrderOfAsync(lot.AllocationId);
        Assert.Equal("order.created,order.cancelled", await logistics.ScalarAsync<string>(
            "select string_agg(action, ',' order by id) from orders.audit where entity_id = $1", id.ToString()));
        Assert.Equal("The donation was cancelled.", await logistics.ScalarAsync<string>(
            "select details->>'reason' from orders.audit where entity_id = $1 and action = 'order.cancelled'", id.ToString()));
    }

    [Fact]
    public async Task Rights_are_asked_of_who_manages_the_NGO_and_the_donor_now()
    {
        var logistics = await Logistics.SharedAsync();
        var id = await logistics.ProposeAsync();
        var (ngo, donor) = (await logistics.OrderAsync<long>(id, "ngo_id"), await logistics.OrderAsync<long>(id, "donor_id"));
        using var newNgo = logistics.AsNgo("user-new1");
        using var newDonor = logistics.AsDonor("user-new2");
        using var oldNgo = logistics.AsNgo();
        await newNgo.GetAsync($"/api/v1/orders/{id}").ProblemAsync(HttpStatusCode.NotFound);

        await logistics.PublishAsync(Topics.NgoUpdated, new NgoUpdated { Ngo = new NgoSnapshot { Id = ngo, Version = 2, Place = Logistics.PlaceIn("x"), Managers = { "user-new1" } } });
        await logistics.PublishAsync(Topics.DonorUpdated, new DonorUpdated { Donor = new DonorSnapshot { Id = donor, Version = 2, Managers = { "user-new2" } } });
        await logistics.EventuallyAsync(2L, "select count(*) from orders.owners where version = 2 and id in ($1, $2)", ngo, donor);

        await oldNgo.PostCommandAsync($"/api/v1/orders/{id}/accept").ProblemAsync(HttpStatusCode.NotFound);
        await newNgo.PostCommandAsync($"/api/v1/orders/{id}/accept").ReadAsync<JsonNode>();
        await newDonor.PostCommandAsync($"/api/v1/orders/{id}/cancel", new { reason = "Sold." }).ReadAsync<JsonNode>();
        Assert.Empty((await oldNgo.GetNodeAsync($"/api/v1/orders?ngoId={new Id<Kinds.Ngo>(ngo)}"))["items"] as JsonArray ?? []);
        Assert.Single((await newNgo.GetNodeAsync($"/api/v1/orders?ngoId={new Id<Kinds.Ngo>(ngo)}"))["items"] as JsonArray ?? []);
    }

    [Fact]
    public async Task An_order_made_later_asks_the_present_managers_not_those_that_the_allocation_knew()
    {
        var logistics = await Logistics.SharedAsync();
        var region = Logistics.NewRegion();
        var ngo = Logistics.NewNgo(region, manager: "user-before");
        var present = ngo.Clone();
        (present.Version, present.Managers[0]) = (2, "user-after");
        await logistics.PublishAsync(Topics.NgoUpdated, new NgoUpdated { Ngo = present });
        await logistics.EventuallyAsync(1L, "select count(*) from orders.owners where id = $1 and version = 2", ngo.Id);
        var lot = Logistics.NewLot(Logistics.Reserve(Logistics.NewDonation(region), 40_000), ngo, 40);

        await logistics.PublishAsync(Topics.DonationAllocated, new DonationsAllocated { RunId = 1, Region = region, Lots = { lot } });
        var id = await logistics.OrderOfAsync(lot.AllocationId);

        using var before = logistics.AsNgo("user-before");
        using var after = logistics.AsNgo("user-after");
        await before.GetAsync($"/api/v1/orders/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await after.PostCommandAsync($"/api/v1/orders/{id}/accept").ReadAsync<JsonNode>();
    }

    private static DonationUpdated Cancelled(DonationSnapshot donation)
    {
        var cancelled = donation.Clone();
        cancelled.Status = "cancelled";
        cancelled.Version++;
        return new DonationUpdated { Donation = cancelled };
    }
}
