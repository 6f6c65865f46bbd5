using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>Food and NGOs near each other that the problem does not join, and what is in between: also of the NGOs that
/// were full before the plan was made, of which the problem knows nothing.</summary>
internal sealed class Neighbourhood
{
    private const int NearbyPairs = 40;
    private const double AnyKm = 20_100;
    private readonly RequestedProblem _stated;
    private readonly PlanBalance _balance;
    private readonly AllocationRequest _everybody;
    private readonly Reach _reach;
    private readonly Places _left, _all;

    public Neighbourhood(RequestedProblem stated, PlanBalance balance)
    {
        (_stated, _balance) = (stated, balance);
        (_everybody, _reach) = (stated.Request, stated.Reach);
        if (stated.Request.FullNgos.Count > 0)
        {
            _everybody = WithFullNgos(stated.Request);
            _reach = new Reach(_everybody, new Valuation(_everybody), new RequestedQuantities(_everybody));
        }

        _left = new(stated.Request, [.. Enumerable.Range(0, stated.Request.Foods.Count).Where(d => balance.Rest(d) > 0)]);
        _all = new(stated.Request, [.. Enumerable.Range(0, stated.Request.Foods.Count)]);
    }

    /// <summary>What keeps NGOs near a donation from it, the nearest first.</summary>
    public IEnumerable<Limit> AboutDonation(int donation) =>
        _reach.Nearest(donation, NearbyPairs).Select(near => Between(near.Index, donation)).OfType<Limit>();

    /// <summary>What keeps food near an NGO from it, the nearest first: food that is left over, or of an NGO that nothing can
    /// reach any food.</summary>
    public IEnumerable<Limit> AboutNgo(int ngo, bool anyFood)
    {
        var place = _stated.Request.Ngos[ngo];
        var near = _left.Near(place);
        return (near.Count == 0 && anyFood ? _all.Near(place) : near).Select(d => Between(ngo, d)).OfType<Limit>();
    }

    private Limit? Between(int ngo, int donation)
    {
        bool known = ngo < _stated.Request.Ngos.Count;
        if (known && _stated.Problem.FindArc(donation, ngo) >= 0)
        {
            return null; // The plan itself says why.
        }

        var reach = known ? _stated.Reach : _reach;
        var obstacle = reach.Find(ngo, donation);
        if (obstacle is Obstacle.Decided || (obstacle is Obstacle.None && !known))
        {
            return null;
        }

        // A limit that is met before the plan is made is one of two if the plan uses up the slots besides.
        bool alone = !known || obstacle is Obstacle.Slots || _balance.HasSlot(ngo);
        long grams = alone ? reach.Lifted(obstacle, ngo, donation, _balance.Rest(donation)) : 0;
        return new Limit
        {
            Kind = obstacle is Obstacle.None ? "candidates" : ObstacleName.Of(obstacle),
            NgoId = _everybody.Ngos[ngo].Id,
            FoodDonationId = _stated.Request.Foods[donation].Id,
            Quantity = (double)Quantity.Kg(grams),
            Gain = grams > 0 ? Math.Round(reach.NetValue(ngo, donation, grams), 6) : 0,
        };
    }

    private static AllocationRequest WithFullNgos(AllocationRequest request)
    {
        var everybody = new AllocationRequest
        {
            Weights = request.Weights,
            Travel = request.Travel,
            NowEpochMs = request.NowEpochMs,
            MinimumAllocation = request.MinimumAllocation,
            MaximumSources = request.MaximumSources,
        };
        everybody.Ngos.AddRange(request.Ngos);
        everybody.Ngos.AddRange(request.FullNgos);
        everybody.Foods.AddRange(request.Foods);
        everybody.Fixed.AddRange(request.Fixed);
        everybody.Excluded.AddRange(request.Excluded);
        everybody.FairnessCurve.AddRange(request.FairnessCurve);
        return everybody;
    }

    /// <summary>Some donations by place, indexed when first asked for.</summary>
    private sealed class Places(AllocationRequest request, IReadOnlyList<int> donations)
    {
        private readonly Lazy<NearestNeighbours> _tree = new(() =>
            new([.. donations.Select(d => (request.Foods[d].Latitude, request.Foods[d].Longitude))]));

        public IReadOnlyList<int> Near(NGO place) =>
            [.. _tree.Value.Find(place.Latitude, place.Longitude, AnyKm, NearbyPairs, _ => true).Select(near => donations[near.Index])];
    }
}
