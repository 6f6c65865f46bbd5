using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Requests;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Requests;

public class CostForecastTests
{
    [Fact]
    public void A_run_says_beforehand_what_it_may_cost_and_keeps_to_it()
    {
        var request = SampleRequest.City(foods: 60, ngos: 10, seed: 3);
        request.WorkLimit = 150;
        var forecast = CostForecast.Of(request, SolveLimits.Usual);
        var response = new RequestSolver(new NativeSolver()).Solve(request);
        Assert.Equal(forecast.Work, response.Forecast.Work);
        Assert.Equal(forecast.CpuSeconds, response.Forecast.CpuSeconds, 3);
        Assert.InRange(response.Work, 0, forecast.Work * 11 / 10);
        Assert.NotEmpty(response.Allocations);
    }

    [Fact]
    public void A_larger_region_costs_more_and_never_more_than_the_limits_allow()
    {
        CostForecast Of(int foods, int ngos) => CostForecast.Of(SampleRequest.City(foods, ngos, seed: 1), SolveLimits.Usual with { MostWork = 5_000 });
        var (town, city) = (Of(100, 20), Of(2_000, 300));
        Assert.True(town.CpuSeconds < city.CpuSeconds && town.Bytes < city.Bytes);
        Assert.InRange(city.Work, town.Work, 5_000);
    }

    [Fact]
    public void A_time_limit_bounds_the_forecast_too()
    {
        var request = new AllocationRequest { WorkLimit = 100_000, TimeLimitMs = 2_000 };
        Assert.InRange(CostForecast.Of(request, SolveLimits.Usual).CpuSeconds, 1.9, 2.1);
    }
}
