using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Thesis.Tests.Support;

namespace Thesis.AppHost.Tests;

public class StopTests
{
    [Fact]
    public async Task A_start_that_is_broken_off_leaves_nothing_behind()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        int process;
        await using (var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Thesis_AppHost>(limit.Token))
        {
            await using var app = await builder.BuildAsync(limit.Token);
            await app.StartAsync(limit.Token);
            var running = await app.ResourceNotifications.WaitForResourceAsync("postgres", e => e.Snapshot.State?.Text == KnownResourceStates.Running, limit.Token);
            process = Convert.ToInt32(running.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value, System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(Directory.Exists($"/proc/{process}"));
        }

        await ProcessTree.UntilGoneAsync([process], limit.Token);
    }
}
