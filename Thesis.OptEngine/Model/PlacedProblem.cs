namespace Thesis.OptEngine.Model;

/// <summary>A problem whose donations and NGOs are numbered along a <see cref="HilbertCurve"/>, and the way back.</summary>
public sealed class PlacedProblem
{
    private readonly int[] _donations, _ngos; // their given numbers

    /// <param name="given">A problem.</param>
    /// <param name="places">Where its donations and NGOs are.</param>
    public PlacedProblem(AllocationProblem given, InstancePlaces places)
    {
        var curve = new HilbertCurve([.. places.Donations, .. places.Ngos]);
        (_donations, _ngos) = (curve.Order(places.Donations), curve.Order(places.Ngos));
        Problem = Renumber(given);
    }

    public AllocationProblem Problem { get; }

    /// <summary>A solution of <see cref="Problem"/> in the numbers that were given.</summary>
    public AllocationSolution Restore(AllocationSolution solution) => new(
    [
        .. solution.Allocations
            .Select(a => new Allocation(_donations[a.Donation], _ngos[a.Ngo], a.Grams))
            .OrderBy(a => a.Donation).ThenBy(a => a.Ngo),
    ]);

    private AllocationProblem Renumber(AllocationProblem given)
    {
        var builder = new AllocationProblemBuilder(given.DonationCount, given.NgoCount, given.ArcCount);
        var ngo = new int[given.NgoCount];
        foreach (int n in _ngos)
        {
            ngo[n] = builder.AddNgo(given.Capacity[n], given.Slots[n]);
            for (int type = 0; type < given.ClassCount; type++)
            {
                builder.LimitClass(ngo[n], type, given.ClassLimits[n * given.ClassCount + type]);
            }
        }

        foreach (int d in _donations)
        {
            int donation = builder.AddDonation(given.Supply[d], given.MinLot[d], given.ClassCount > 0 ? given.DonationClass[d] : 0);
            for (int a = given.DonationStart[d]; a < given.DonationStart[d + 1]; a++)
            {
                builder.AddArc(donation, ngo[given.ArcNgo[a]], given.ArcValue[a], given.ArcCost[a], given.ArcUpper[a]);
            }
        }

        return builder.Build();
    }
}
