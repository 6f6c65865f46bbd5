using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Thesis.Contracts.Donors.V1;
using Thesis.ServiceDefaults;
using Thesis.Services.Donations.Data;
using Thesis.Services.Donors.Api;
using Thesis.Services.Tests.Donors;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

public class DonorDirectoryTests(ServicesHost host) : IClassFixture<ServicesHost>
{
    private const int Posts = 60;

    [Fact]
    public async Task Sixty_posts_at_once_by_a_donor_that_is_not_verified_are_all_told_so_and_a_bystander_is_answered()
    {
        var donor = await host.AsDonor("user-flood").PostCommandAsync("/api/v1/donors", DonorScenes.Request()).ReadAsync<DonorResponse>(HttpStatusCode.Created);
        var bystander = await host.CreateDonationAsync();

        var flood = Enumerable.Range(0, Posts).Select(_ => host.AsDonor("user-flood").PostCommandAsync("/api/v1/donations", DonationScenes.Request(donor.Id))).ToArray();
        var reads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.AsDonor().GetAsync($"/api/v1/donations/{bystander.Id}")));

        Assert.All(await Task.WhenAll(flood), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        Assert.All(reads, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task However_many_ask_for_a_donor_at_once_the_donors_service_is_asked_few_times_and_never_within_a_transaction()
    {
        var donors = new CountingDonors();
        using var directory = new DonorDirectory(donors, host.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, Posts).Select(_ => directory.LearnAsync(17, CancellationToken.None)));

        Assert.InRange(donors.Calls, 1, 4);
        Assert.InRange(donors.MostAtOnce, 1, 4);
        await host.InCommandAsync("donations", async command => Assert.Null(await directory.FindAsync(command, 17, CancellationToken.None)));
    }

    [Fact]
    public async Task A_donor_of_whom_nothing_is_known_is_not_asked_for_inside_the_command()
    {
        var donors = new CountingDonors();
        using var directory = new DonorDirectory(donors, host.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);

        await host.InCommandAsync("donations", async command =>
            await Assert.ThrowsAsync<DonorNewsNeededException>(() => directory.FindAsync(command, 18, CancellationToken.None)));

        Assert.Equal(0, donors.Calls);
    }

    /// <summary>The donors service as one that knows nobody, and takes its time.</summary>
    private sealed class CountingDonors : DonorsService.DonorsServiceClient
    {
        private int calls;
        private int now;
        private int most;

        public int Calls => calls;

        public int MostAtOnce => most;

        public override AsyncUnaryCall<GetDonorsResponse> GetDonorsAsync(
            GetDonorsRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default) =>
            new(AnswerAsync(), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });

        private async Task<GetDonorsResponse> AnswerAsync()
        {
            Interlocked.Increment(ref calls);
            var atOnce = Interlocked.Increment(ref now);
            most = Math.Max(most, atOnce);
            await Task.Yield();
            Interlocked.Decrement(ref now);
            return new GetDonorsResponse();
        }
    }
}
