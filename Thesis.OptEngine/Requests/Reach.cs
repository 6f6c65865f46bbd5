using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// Which NGO a donation can reach: storage, distance, the donor's pickup window, expiry and the NGO's opening hours. Food
/// leaves at any moment of the pickup window from the request's moment on; it may arrive as late as it keeps, less a margin.
/// </summary>
internal sealed class Reach
{
    private const double DefaultMaxKm = 60, DefaultSpeed = 40, DefaultHandling = 15, DefaultRoadFactor = 1.3;

    /// <summary>NGOs that are looked at for a donation, where the request does not say.</summary>
    internal const int DefaultCandidates = 40;
    private const double MillisecondsPerMinute = 60_000;
    private readonly AllocationRequest _request;
    private readonly Valuation _valuation;
    private readonly double _maxKm, _speed, _handling, _margin, _roadFactor;
    private readonly HashSet<string>[] _storage;
    private readonly HashSet<(long Ngo, long Food)> _excluded, _decided;
    private readonly long[] _capacity, _supply, _lot;
    private readonly int[] _slots;
    private readonly long[]?[] _classLimit;
    private readonly NearestNeighbours _places;

    public Reach(AllocationRequest request, Valuation valuation, RequestedQuantities quantities)
    {
        (_request, _valuation) = (request, valuation);
        _classLimit = quantities.ClassLimit;
        (_capacity, _slots, _supply, _lot) = (quantities.Capacity, quantities.Slots, quantities.Supply, quantities.Lot);
        var travel = request.Travel ?? new TravelLimits();
        _maxKm = Or(travel.MaxKm, DefaultMaxKm);
        _speed = Or(travel.SpeedKmh, DefaultSpeed);
        _handling = Or(travel.HandlingMinutes, DefaultHandling);
        _margin = travel.MarginMinutes;
        _roadFactor = Or(travel.RoadFactor, DefaultRoadFactor);
        MostCandidates = travel.MaxCandidates > 0 ? travel.MaxCandidates : DefaultCandidates;
        _storage = [.. request.Ngos.Select(n => n.StorageClasses.ToHashSet(StringComparer.Ordinal))];
        _excluded = [.. request.Excluded.Select(e => (e.NgoId, e.FoodDonationId))];
        _decided = [.. request.Fixed.Select(f => (f.NgoId, f.FoodDonationId))];
        _places = new NearestNeighbours([.. request.Ngos.Select(n => (n.Latitude, n.Longitude))]);
    }

    /// <summary>Nearest NGOs considered for a donation.</summary>
    public int MostCandidates { get; }

    /// <summary>The nearest NGOs that a donation can reach in time, nearest first.</summary>
    public IReadOnlyList<Neighbour> Candidates(int donation)
    {
        var food = _request.Foods[donation];
        double driving = (food.ExpirationEpochMs - Departure(food)) / MillisecondsPerMinute - _handling - _margin;
        double reach = Math.Min(_maxKm, driving / 60 * _speed);
        // A window that is over, or food that is spoilt, is no reason to look for anybody.
        return reach < 0 || WindowIsOver(food) ? []
            : _places.Find(food.Latitude, food.Longitude, reach / _roadFactor, MostCandidates, n => Find(n, donation) == Obstacle.None);
    }

    /// <summary>The nearest NGOs whether or not the donation can reach them, nearest first.</summary>
    public IReadOnlyList<Neighbour> Nearest(int donation, int most) =>
        _places.Find(_request.Foods[donation].Latitude, _request.Foods[donation].Longitude, 20_100, most, _ => true);

    /// <summary>What keeps a donation from an NGO, the first of the reasons if there are several. What nobody can help
    /// comes first: an NGO that is full and too far away is too far away.</summary>
    public Obstacle Find(int ngo, int donation)
    {
        var (to, food) = (_request.Ngos[ngo], _request.Foods[donation]);
        return _decided.Contains((to.Id, food.Id)) ? Obstacle.Decided
            : _excluded.Contains((to.Id, food.Id)) ? Obstacle.Excluded
            : !CanStore(ngo, food) ? Obstacle.StorageClass
            : _supply[donation] < _lot[donation] ? Obstacle.MinimumLot
            : WindowIsOver(food) ? Obstacle.PickupWindow
            : Timing(to, food, Km(ngo, donation)) is not Obstacle.None and var late ? late
            : Loses(ngo, donation, _supply[donation]) ? Obstacle.TripCost
            : _slots[ngo] <= 0 ? Obstacle.Slots
            : !Serves(ngo, donation, _capacity[ngo]) ? Obstacle.Capacity
            : !Serves(ngo, donation, RoomFor(ngo, food)) ? Obstacle.StorageCapacity
            : Obstacle.None;
    }

    /// <summary>Grams of a rest that an NGO would take of a donation if only the obstacle between them were lifted; 0 where
    /// that is no limit of the NGO, or not enough.</summary>
    public long Lifted(Obstacle obstacle, int ngo, int donation, long rest)
    {
        long grams = Math.Min(rest, obstacle switch
        {
            Obstacle.Slots => RoomFor(ngo, _request.Foods[donation]),
            Obstacle.Capacity => _classLimit[ngo] is null ? rest : 0, // The limits by class are cut to what there is of capacity.
            Obstacle.StorageCapacity => _capacity[ngo],
            _ => 0,
        });
        return Serves(ngo, donation, grams) ? grams : 0;
    }

    /// <summary>Value of so many grams of a donation at an NGO, the trip taken off.</summary>
    public double NetValue(int ngo, int donation, long grams) =>
        _valuation.ValuePerKg(ngo, _request.Foods[donation]) * grams / 1000.0 - _valuation.TripCost(Km(ngo, donation));

    /// <summary>Km by road between a donation and an NGO, to the metre.</summary>
    public double Km(int ngo, int donation)
    {
        var (to, food) = (_request.Ngos[ngo], _request.Foods[donation]);
        return Road(GreatCircle.Km(food.Latitude, food.Longitude, to.Latitude, to.Longitude));
    }

    /// <summary>Km by road of a distance on the sphere, to the metre.</summary>
    public double Road(double greatCircleKm) => Math.Round(greatCircleKm * _roadFactor, 3);

    /// <summary>Handling and driving.</summary>
    public double Minutes(double km) => _handling + km / _speed * 60;

    private Obstacle Timing(NGO to, FoodDonation food, double km)
    {
        double travel = Minutes(km) * MillisecondsPerMinute;
        double arrival = Departure(food) + travel;
        double latest = food.ExpirationEpochMs - _margin * MillisecondsPerMinute;
        if (food.PickupUntilEpochMs != 0)
        {
            latest = Math.Min(latest, food.PickupUntilEpochMs + travel);
        }

        return km > _maxKm ? Obstacle.Distance
            : arrival > latest ? Obstacle.Expiry
            : IsOpen(to, arrival, latest) ? Obstacle.None
            : Obstacle.OpeningHours;
    }

    /// <summary>Whether an NGO takes deliveries at some moment between two.</summary>
    private static bool IsOpen(NGO to, double from, double until)
    {
        if (to.Openings.Count == 0)
        {
            return true;
        }

        foreach (var opening in to.Openings)
        {
            if (opening.FromEpochMs <= until && from < opening.UntilEpochMs)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether so much room is enough for a lot that is worth the trip.</summary>
    private bool Serves(int ngo, int donation, long room) =>
        room >= _lot[donation] && !Loses(ngo, donation, Math.Min(room, _supply[donation]));

    private bool Loses(int ngo, int donation, long grams) => NetValue(ngo, donation, grams) <= 0;

    /// <summary>Grams of a donation's storage class that an NGO can take.</summary>
    private long RoomFor(int ngo, FoodDonation food) =>
        _classLimit[ngo] is { } limits ? Math.Min(_capacity[ngo], limits[StorageClass.NumberOf(StorageClass.Of(food))]) : _capacity[ngo];

    private bool CanStore(int ngo, FoodDonation food) => _storage[ngo].Count == 0 || _storage[ngo].Contains(StorageClass.Of(food));

    private long Departure(FoodDonation food) => Math.Max(_request.NowEpochMs, food.PickupFromEpochMs);

    private bool WindowIsOver(FoodDonation food) => food.PickupUntilEpochMs != 0 && Departure(food) > food.PickupUntilEpochMs;

    private static double Or(double value, double otherwise) => value > 0 ? value : otherwise;
}
