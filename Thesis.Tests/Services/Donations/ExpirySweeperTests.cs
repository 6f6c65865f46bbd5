using Microsoft.Extensions.DependencyInjection;
using Thesis.Services.Donations.Data;
using Thesis.Services.Tests.Orders;
using Thesis.Services.Tests.Support;

namespace Thesis.Services.Tests.Donations;

public class ExpirySweeperTests
{
    [Fact]
    public async Task Food_that_has_expired_ends_its_donation_once_whoever_sweeps()
    {
        var clock = new MovableTime();
        var host = await ServicesHost.StartAsync(clock, new() { ["Donations:ExpirySweepBatch"] = "2" });
        try
        {
            var untouched = await host.CreateDonationAsync();
            var reserved = await host.CreateDonationAsync();
            var later = await host.CreateDonationAsync(request => request["expiresAt"] = clock.GetUtcNow().AddDays(9));
            var more = await host.CreateDonationAsync();
            var lot = DonationScenes.Lot(reserved.Id, 100);
            await host.DecideAsync(DonationScenes.Decision(lot));
            var sweeper = host.Services.GetRequiredService<ExpirySweeper>();
            Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None));

            clock.Advance(TimeSpan.FromDays(2));
            var ended = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => sweeper.SweepAsync(CancellationToken.None)));
            Assert.Equal(3, ended.Sum());
            Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None));
            Assert.Equal("expired", (await host.GetDonationAsync(untouched.Id)).Status);
            Assert.Equal("expired", (await host.GetDonationAsync(more.Id)).Status);
            Assert.Equal("open", (await host.GetDonationAsync(later.Id)).Status);

            Assert.Equal(("expired", 100m), ((await host.GetDonationAsync(reserved.Id)).Status, (await host.GetDonationAsync(reserved.Id)).ReservedKg));
            await host.SettleAsync(DonationScenes.OrderOf(lot, 5, "delivered", 100, 100), "picked_up");
            Assert.Equal("completed", (await host.GetDonationAsync(reserved.Id)).Status);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }
}
