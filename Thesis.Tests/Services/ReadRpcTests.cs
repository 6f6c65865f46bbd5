using System.Net;
using Grpc.Core;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Ngos.Api;
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
        var donors = await new DonorsService.DonorsServiceClient(host.GrpcAsService()).GetDonorsAsync(new GetDonorsRequest { Ids = { donation.DonorId.Value, 5 } });
        var ngos = await new NgosService.NgosServiceClient(host.GrpcAsService()).GetNgosAsync(new GetNgosRequest { Ids = { ngo.Id.Value, 5 } });
        var donations = await new DonationsService.DonationsServiceClient(host.GrpcAsService()).GetDonationsAsync(new GetDonationsRequest { Ids = { 5, donation.Id.Value } });
        Assert.Equal(("user-donor1", true), (Assert.Single(donors.Donors).Managers.Single(), donors.Donors[0].Verified));
        Assert.Equal((200_000, "ambient"), (Assert.Single(ngos.Ngos).DailyCapacityGrams, ngos.Ngos[0].StorageClasses.Single()));
        var snapshot = Assert.Single(donations.Donations);
        Assert.Equal((100_000, 10_000, "open"), (snapshot.QuantityGrams, snapshot.SmallestLotGrams, snapshot.Status));
        Assert.Equal(donation.ExpiresAt.ToUnixTimeMilliseconds(), snapshot.ExpiresEpochMs);
    }

    [Fact]
    public async Task Only_services_read_and_at_most_a_thousand_at_once()
    {
        var human = await Assert.ThrowsAsync<RpcException>(async () =>
            await new DonorsService.DonorsServiceClient(host.GrpcAs("user-admin", Roles.Admin)).GetDonorsAsync(new GetDonorsRequest { Ids = { 1 } }));
        Assert.Equal(StatusCode.PermissionDenied, human.StatusCode);
        var request = new GetDonationsRequest { Ids = { Enumerable.Range(1, 1_001).Select(id => (long)id) } };
        var many = await Assert.ThrowsAsync<RpcException>(async () =>
            await new DonationsService.DonationsServiceClient(host.GrpcAsService()).GetDonationsAsync(request));
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
        var caller = host.GrpcAs(subject, role);
        var answer = await (kind switch
        {
            "donation" => new DonationsService.DonationsServiceClient(caller).AuthorizeTopicAsync(new() { Topic = $"donation:{donation.Id}" }),
            "donor" => new DonorsService.DonorsServiceClient(caller).AuthorizeTopicAsync(new() { Topic = $"donor:{donation.DonorId}" }),
            _ => new NgosService.NgosServiceClient(caller).AuthorizeTopicAsync(new() { Topic = $"ngo:{ngo.Id}" }),
        });
        Assert.Equal((allowed, allowed), (answer.Allowed, answer.Reason.Length == 0));
    }

    [Fact]
    public async Task A_topic_of_another_kind_is_refused()
    {
        var topic = new AuthorizeTopicRequest { Topic = $"donor:{new Id<Kinds.Ngo>(5)}" };
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new DonorsService.DonorsServiceClient(host.GrpcAs("user-donor1", Roles.Donor)).AuthorizeTopicAsync(topic));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    private Task<NgoResponse> CreateNgoAsync() =>
        host.AsNgo().PostCommandAsync("/api/v1/ngos", DonorScenes.Request()).ReadAsync<NgoResponse>(HttpStatusCode.Created);
}
