using System.Diagnostics;
using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.Tests.Requests;

public class LargeRequestTests
{
    [Fact]
    public void Twenty_thousand_donations_and_two_thousand_NGOs_are_stated_from_the_nearest_in_seconds()
    {
        var request = SampleRequest.City(foods: 20_000, ngos: 2_000);
        BuiltInStrategies.All[2].Document.ApplyTo(request);
        var clock = Stopwatch.StartNew();
        var stated = new RequestedProblem(request, new RequestedQuantities(request));
        // Two seconds on a machine that does nothing else; forty million pairs would take minutes.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.InRange(stated.Problem.ArcCount, 20_000 * 30, 20_000 * 40);
    }
}
