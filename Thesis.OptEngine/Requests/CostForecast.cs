using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Strategies;

namespace Thesis.OptEngine.Requests;

/// <summary>What a request may cost, said before it is solved, from its size alone. A run that would outgrow it is cut there, and
/// answers with its best plan.</summary>
/// <param name="Work">Units of work, about a millisecond of CPU each; fewer where the gap is met or optimality proven sooner.</param>
/// <param name="CpuSeconds">That work and the statement of the problem, in seconds of one core.</param>
/// <param name="Bytes">Memory of the problem and its solver.</param>
public readonly record struct CostForecast(long Work, double CpuSeconds, long Bytes)
{
    private const long LeastWork = 4_000, ArcsPerWork = 25, MostChosenWork = 600_000;

    // Measured: an arc costs about 200 bytes in the problem, its relaxations and the search, and 2 µs to be stated; a place of
    // the request about 2 kB and 20 µs.
    private const long BytesPerArc = 250, BytesPerPlace = 2_000;
    private const double SecondsPerArc = 2e-6, SecondsPerPlace = 2e-5, SecondsPerWork = 1e-3;

    /// <summary>The forecast for a request under the limits of who solves it.</summary>
    public static CostForecast Of(AllocationRequest request, SolveLimits limits)
    {
        long foods = request.Foods.Count, ngos = request.Ngos.Count, places = foods + ngos + request.FullNgos.Count;
        long candidates = request.Travel?.MaxCandidates > 0 ? request.Travel.MaxCandidates : Reach.DefaultCandidates;
        long arcs = foods * Math.Min(candidates, ngos);
        long chosen = Math.Clamp(LeastWork + arcs / ArcsPerWork, LeastWork, MostChosenWork);
        long work = Math.Min(request.WorkLimit > 0 ? request.WorkLimit : chosen, limits.MostWork);
        double seconds = Math.Min(work * SecondsPerWork, Limit(request, limits).TotalSeconds * limits.Threads);
        return new CostForecast(
            work, seconds + arcs * SecondsPerArc + places * SecondsPerPlace, places * BytesPerPlace + arcs * BytesPerArc);
    }

    /// <summary>Wall-clock time that a request may take.</summary>
    public static TimeSpan Limit(AllocationRequest request, SolveLimits limits)
    {
        var limit = TimeSpan.FromMilliseconds(request.TimeLimitMs > 0 ? request.TimeLimitMs : StrategyField.UsualTimeLimitMs);
        return limit < limits.LongestTime ? limit : limits.LongestTime;
    }

    internal Contracts.Allocation.V1.SolveForecast ToMessage() =>
        new() { Work = Work, CpuSeconds = Math.Round(CpuSeconds, 3), Megabytes = Math.Round(Bytes / 1e6, 1) };
}
