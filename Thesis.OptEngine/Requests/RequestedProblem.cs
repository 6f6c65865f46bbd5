using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Strategies;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// The problem a request states: an arc joins a donation and an NGO where the storage class fits, the pair is not
/// excluded, the trip is not too long and the food arrives before it spoils. Candidates are an NGO's nearest, from a
/// spatial index.
/// </summary>
internal sealed class RequestedProblem
{
    private const double DefaultMaxKm = 60, DefaultSpeed = 40, DefaultHandling = 15, DefaultRoadFactor = 1.3;
    private const int DefaultCandidates = 40, MillisecondsPerMinute = 60_000;
    private readonly AllocationRequest _request;
    private readonly Valuation _valuation;
    private readonly double _maxKm, _speed, _handling, _roadFactor;
    private readonly int _candidates;
    private readonly HashSet<string>[] _storage;
    private readonly HashSet<(long Ngo, long Food)> _excluded;

    /// <summary>States the problem of a request that <see cref="RequestCheck"/> found no fault with.</summary>
    public RequestedProblem(AllocationRequest request, Strategy strategy)
    {
        _request = request;
        _valuation = new Valuation(request, request.Weights ?? strategy.Weights);
        var travel = request.Travel ?? new TravelLimits();
        _maxKm = Or(travel.MaxKm, DefaultMaxKm);
        _speed = Or(travel.SpeedKmh, DefaultSpeed);
        _handling = Or(travel.HandlingMinutes, DefaultHandling);
        _roadFactor = Or(travel.RoadFactor, DefaultRoadFactor);
        _candidates = travel.MaxCandidates > 0 ? travel.MaxCandidates : DefaultCandidates;
        _storage = [.. request.Ngos.Select(n => n.StorageClasses.ToHashSet(StringComparer.Ordinal))];
        _excluded = [.. request.Excluded.Select(e => (e.NgoId, e.FoodDonationId))];
        Problem = Build();
    }

    public AllocationProblem Problem { get; }

    /// <summary>Donations that no NGO can receive.</summary>
    public int Unreachable { get; private set; }

    /// <summary>An allocation with the terms of its value.</summary>
    public Contracts.Allocation.V1.Allocation Describe(Model.Allocation allocation)
    {
        var (ngo, food) = (_request.Ngos[allocation.Ngo], _request.Foods[allocation.Donation]);
        double km = Road(GreatCircle.Km(food.Latitude, food.Longitude, ngo.Latitude, ngo.Longitude));
        return new Contracts.Allocation.V1.Allocation
        {
            NgoId = ngo.Id,
            FoodDonationId = food.Id,
            AllocatedQuantity = (double)Quantity.Kg(allocation.Grams),
            Km = km,
            Explanation = _valuation.Explain(allocation.Ngo, food, km, Minutes(km)),
        };
    }

    private AllocationProblem Build()
    {
        var builder = new AllocationProblemBuilder(_request.Foods.Count, _request.Ngos.Count);
        foreach (var ngo in _request.Ngos)
        {
            builder.AddNgo(Grams(ngo.StorageCapacity), ngo.Slots);
        }

        foreach (var food in _request.Foods)
        {
            builder.AddDonation(Grams(food.RemainingQuantity), Lot(Math.Max(_request.MinimumAllocation, food.SmallestLot)));
        }

        var places = new NearestNeighbours([.. _request.Ngos.Select(n => (n.Latitude, n.Longitude))]);
        for (int d = 0; d < _request.Foods.Count; d++)
        {
            if (AddArcs(builder, places, d) == 0)
            {
                Unreachable++;
            }
        }

        return builder.Build();
    }

    private int AddArcs(AllocationProblemBuilder builder, NearestNeighbours places, int donation)
    {
        var food = _request.Foods[donation];
        long start = Math.Max(_request.NowEpochMs, food.PickupFromEpochMs);
        if (food.PickupUntilEpochMs != 0 && start > food.PickupUntilEpochMs)
        {
            return 0;
        }

        double driving = (food.ExpirationEpochMs - start) / (double)MillisecondsPerMinute - _handling;
        double reach = Math.Min(_maxKm, driving / 60 * _speed);
        if (reach < 0)
        {
            return 0;
        }

        int added = 0;
        foreach (var (n, km) in places.Find(food.Latitude, food.Longitude, reach / _roadFactor, _candidates, n => CanStore(n, food)))
        {
            double road = Road(km);
            var terms = _valuation.Explain(n, food, road, Minutes(road));
            builder.AddArc(donation, n, terms.ValuePerKg, terms.TripCost);
            added++;
        }

        return added;
    }

    private bool CanStore(int ngo, FoodDonation food) =>
        _request.Ngos[ngo].Slots > 0
        && _request.Ngos[ngo].StorageCapacity > 0
        && (_storage[ngo].Count == 0 || _storage[ngo].Contains(food.StorageClass == "" ? "ambient" : food.StorageClass))
        && !_excluded.Contains((_request.Ngos[ngo].Id, food.Id));

    /// <summary>Km by road, to the metre.</summary>
    private double Road(double greatCircleKm) => Math.Round(greatCircleKm * _roadFactor, 3);

    private double Minutes(double km) => _handling + km / _speed * 60;

    private static long Grams(double kg) => Quantity.Grams((decimal)kg);

    /// <summary>A smallest lot in whole grams, rounded up.</summary>
    private static long Lot(double kg) => (long)decimal.Ceiling((decimal)kg * 1000m);

    private static double Or(double value, double otherwise) => value > 0 ? value : otherwise;
}
