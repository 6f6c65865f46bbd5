using System.Net;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Grpc;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Endpoints;
using Thesis.Services.Tests.Donations;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests;

/// <summary>What other services and the realtime hub ask of donors, NGOs and donations by gRPC.</summary>
public class ReadRpcTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    [Fact]
    public async Task Known_ids_are_answered_and_unknown_ones_left_out()
    {
        var donation = await host.CreateDonationAsync();
        var ngo = await CreateNgoAsync();
        var donors = await host.CallAsServiceAsync(GrpcMethods.Donors.GetDonors, new GetDonorsRequest { Ids = { donation.DonorId.Value, 5 } });
        var ngos = await host.CallAsServiceAsync(GrpcMethods.Ngos.GetNgos, new GetNgosRequest { Ids = { ngo.Id.Value, 5 } });
        var donations = await host.CallAsServiceAsync(GrpcMethods.Donations.GetDonations, new GetDonationsRequest { Ids = { 5, donation.Id.Value } });
        Assert.Equal(("user-donor1", true), (Assert.Single(donors.Donors).Managers.Single(), donors.Donors[0].Verified));
        Assert.Equal((200_000, "ambient"), (Assert.Single(ngos.Ngos).DailyCapacityGrams, ngos.Ngos[0].StorageClasses.Single()));
        var snapshot = Assert.Single(donations.Donations);
        Assert.Equal((100_000, 10_000, "open"), (snapshot.QuantityGrams, snapshot.SmallestLotGrams, snapshot.Status));
        Assert.Equal(donation.ExpiresAt.ToUnixTimeMilliseconds(), snapshot.ExpiresEpochMs);
    }

    [Fact]
    public async Task Only_services_read_and_at_most_a_thousand_at_once()
    {
        var human = await Assert.ThrowsAsync<RpcException>(() =>
            host.CallAsync(GrpcMethods.Donors.GetDonors, new GetDonorsRequest { Ids = { 1 } }, "user-admin", Roles.Admin));
        Assert.Equal(StatusCode.PermissionDenied, human.StatusCode);
        var request = new GetDonationsRequest { Ids = { Enumerable.Range(1, 1_001).Select(id => (long)id) } };
        var many = await Assert.ThrowsAsync<RpcException>(() => host.CallAsServiceAsync(GrpcMethods.Donations.GetDonations, request));
        Assert.Equal(StatusCode.InvalidArgument, many.StatusCode);
    }

    [Theory]
    [InlineData("donation", "user-donor1", Roles.Donor, true)]
    [InlineData("donation", "user-donor2", Roles.Donor, false)]
    [InlineData("donation", "user-dispatcher", Roles.Dispatcher, true)]
    [InlineData("donor", "user-donor1", Roles.Donor, true)]
    [InlineData("donor", "user-ngo1", Roles.Ngo, false)]
    [InlineData("ngo", "user-ngo1", Roles.Ngo, true)]
    [InlineData("ngo", "user-ngo2", Roles.Ngo, false)]
    [InlineData("ngo", "user-admin", Roles.Admin, true)]
    public async Task A_topic_is_for_those_whom_it_concerns(string kind, string subject, string role, bool allowed)
    {
        var donation = await host.CreateDonationAsync();
        var ngo = await CreateNgoAsync();
        var (method, id) = kind switch
        {
            "donation" => (GrpcMethods.Donations.AuthorizeTopic, donation.Id.ToString()),
            "donor" => (GrpcMethods.Donors.AuthorizeTopic, donation.DonorId.ToString()),
            _ => (GrpcMethods.Ngos.AuthorizeTopic, ngo.Id.ToString()),
        };
        var answer = await host.CallAsync(method, new AuthorizeTopicRequest { Topic = $"{kind}:{id}" }, subject, role);
        Assert.Equal((allowed, allowed), (answer.Allowed, answer.Reason.Length == 0));
    }

    [Fact]
    public async Task A_topic_of_another_kind_is_refused()
    {
        var topic = new AuthorizeTopicRequest { Topic = $"donor:{new Id<Kinds.Ngo>(5)}" };
        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.CallAsync(GrpcMethods.Donors.AuthorizeTopic, topic, "user-donor1", Roles.Donor));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    private Task<NgoResponse> CreateNgoAsync() =>
        host.AsNgo().PostCommandAsync("/api/v1/ngos", DonorScenes.Request()).ReadAsync<NgoResponse>(HttpStatusCode.Created);
}
