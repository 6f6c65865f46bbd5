using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// Says what kept NGOs and donations from more: what they met (capacity, slots, the smallest lot), who outbid them and at
/// what price, or what kept food and NGO apart before any plan was made. Prices are the dual prices that prove the bound.
/// </summary>
internal sealed class ShortfallExplainer
{
    private const int MostLimits = 4, NearbyPairs = 40;
    private readonly RequestedProblem _stated;
    private readonly AllocationProblem _problem;
    private readonly DualPrices _prices;
    private readonly long[] _rest, _room;
    private readonly int[] _slotsLeft, _deliveries, _winner, _largest;
    private readonly long[] _arcGrams;
    private readonly long[]?[] _classRoom;
    private readonly Lazy<NearestNeighbours> _foodPlaces;

    public ShortfallExplainer(RequestedProblem stated, SolveResult result)
    {
        (_stated, _problem, _prices) = (stated, stated.Problem, result.Duals);
        (_rest, _room) = (_problem.Supply.ToArray(), _problem.Capacity.ToArray());
        (_slotsLeft, _deliveries) = (_problem.Slots.ToArray(), new int[_problem.NgoCount]);
        _classRoom = [.. stated.Quantities.ClassLimit.Select(limits => (long[]?)limits?.Clone())];
        _arcGrams = new long[_problem.ArcCount];
        (_winner, _largest) = (new int[_problem.DonationCount], new int[_problem.NgoCount]);
        Array.Fill(_winner, -1);
        Array.Fill(_largest, -1);
        foreach (var (d, n, grams) in result.Solution.Allocations)
        {
            Count(d, n, grams);
        }

        _foodPlaces = new(() => new NearestNeighbours([.. stated.Request.Foods.Select(f => (f.Latitude, f.Longitude))]));
    }

    /// <summary>What the plan's prices say a lot used: kg of the donation, kg and a slot of the NGO.</summary>
    public double PricePaid(Model.Allocation lot) =>
        lot.Grams / 1000.0 * (SupplyPrice(lot.Donation) + CapacityPrice(lot.Ngo)) + _prices.Slot[lot.Ngo];

    /// <summary>Every NGO, for each has room left or a limit that it met.</summary>
    public IEnumerable<NgoExplanation> Ngos()
    {
        for (int n = 0; n < _problem.NgoCount; n++)
        {
            var explanation = new NgoExplanation
            {
                NgoId = _stated.Request.Ngos[n].Id,
                Received = Kg(_problem.Capacity[n] - _room[n]),
                Deliveries = _deliveries[n],
                Left = Kg(_room[n]),
                CapacityPrice = Price(CapacityPrice(n)),
                SlotPrice = Price(_prices.Slot[n]),
            };
            explanation.Limits.AddRange(LimitsOfNgo(n).Take(MostLimits));
            yield return explanation;
        }
    }

    /// <summary>Donations of which something is left over.</summary>
    public IEnumerable<DonationExplanation> Donations()
    {
        for (int d = 0; d < _problem.DonationCount; d++)
        {
            if (_rest[d] > 0)
            {
                var explanation = new DonationExplanation
                {
                    FoodDonationId = _stated.Request.Foods[d].Id,
                    Allocated = Kg(_problem.Supply[d] - _rest[d]),
                    Left = Kg(_rest[d]),
                    SupplyPrice = Price(SupplyPrice(d)),
                };
                explanation.Limits.AddRange(LimitsOfDonation(d).Take(MostLimits));
                yield return explanation;
            }
        }
    }

    private void Count(int donation, int ngo, long grams)
    {
        int arc = _problem.FindArc(donation, ngo);
        _arcGrams[arc] = grams;
        _rest[donation] -= grams;
        _room[ngo] -= grams;
        _slotsLeft[ngo]--;
        _deliveries[ngo]++;
        if (_classRoom[ngo] is { } rooms)
        {
            rooms[ClassOf(donation)] -= grams;
        }

        if (_winner[donation] < 0 || _arcGrams[_winner[donation]] < grams)
        {
            _winner[donation] = arc;
        }

        if (_largest[ngo] < 0 || _arcGrams[_largest[ngo]] < grams)
        {
            _largest[ngo] = arc;
        }
    }

    /// <summary>Value of one more kg of an NGO's capacity: its dual price, or, where capacity limits a delivery by itself and
    /// the relaxation sees no more than that, what the donations it receives have left.</summary>
    private double CapacityPrice(int ngo)
    {
        double price = _prices.Capacity[ngo];
        if (_room[ngo] == 0)
        {
            foreach (int arc in _problem.NgoArcs[_problem.NgoStart[ngo].._problem.NgoStart[ngo + 1]])
            {
                price = _arcGrams[arc] > 0 && _rest[_problem.ArcDonation[arc]] > 0 ? Math.Max(price, _problem.ArcValue[arc]) : price;
            }
        }

        return price;
    }

    /// <summary>Value of one more kg of a donation: its dual price, or what the NGOs that receive it have room for.</summary>
    private double SupplyPrice(int donation)
    {
        double price = _prices.Supply[donation];
        if (_rest[donation] == 0)
        {
            for (int arc = _problem.DonationStart[donation]; arc < _problem.DonationStart[donation + 1]; arc++)
            {
                price = _arcGrams[arc] > 0 && _room[_problem.ArcNgo[arc]] > 0 ? Math.Max(price, _problem.ArcValue[arc]) : price;
            }
        }

        return price;
    }

    private IEnumerable<Limit> LimitsOfNgo(int ngo)
    {
        var limits = new List<Limit>();
        var arcs = _problem.NgoArcs[_problem.NgoStart[ngo].._problem.NgoStart[ngo + 1]];
        if (_slotsLeft[ngo] <= 0)
        {
            limits.Add(new Limit { Kind = "slots", Price = Price(_prices.Slot[ngo]) });
        }

        foreach (int arc in arcs)
        {
            if (Missed(arc) is { } limit)
            {
                Merge(limits, limit);
            }
        }

        if (arcs.IsEmpty)
        {
            var place = _stated.Request.Ngos[ngo];
            foreach (var (d, _) in _foodPlaces.Value.Find(place.Latitude, place.Longitude, 20_100, NearbyPairs, _ => true))
            {
                Merge(limits, Apart(ngo, d));
            }
        }

        return limits.OrderByDescending(l => l.Pairs).ThenBy(l => l.Kind, StringComparer.Ordinal);
    }

    /// <summary>Why an NGO did not get more over an arc, seen from the NGO; null when it got all there is.</summary>
    private Limit? Missed(int arc)
    {
        int d = _problem.ArcDonation[arc], n = _problem.ArcNgo[arc];
        string? full = Full(arc);
        if (full is "slots")
        {
            return null; // Said once for the NGO, not once for each pair.
        }

        if (full is not null)
        {
            return new Limit { Kind = full, Price = Price(CapacityPrice(n)), Pairs = 1 };
        }

        if (_rest[d] < Needed(arc))
        {
            return _winner[d] < 0 || _winner[d] == arc
                ? null
                : new Limit
                {
                    Kind = "outbid",
                    Price = Price(SupplyPrice(d)),
                    NgoId = _stated.Request.Ngos[_problem.ArcNgo[_winner[d]]].Id,
                    FoodDonationId = _stated.Request.Foods[d].Id,
                    Pairs = 1,
                };
        }

        return new Limit { Kind = Pays(arc) ? "search" : "trip_cost", FoodDonationId = _stated.Request.Foods[d].Id, Pairs = 1 };
    }

    private IEnumerable<Limit> LimitsOfDonation(int donation)
    {
        var limits = new List<Limit>();
        for (int arc = _problem.DonationStart[donation]; arc < _problem.DonationStart[donation + 1]; arc++)
        {
            Merge(limits, Refused(arc));
        }

        if (limits.Count == 0)
        {
            foreach (var (n, _) in _stated.Reach.Nearest(donation, NearbyPairs))
            {
                Merge(limits, Apart(n, donation));
            }
        }

        return limits.OrderByDescending(l => l.Pairs).ThenBy(l => l.Kind, StringComparer.Ordinal);
    }

    /// <summary>Why an arc did not take more, seen from a donation with food left.</summary>
    private Limit Refused(int arc)
    {
        int d = _problem.ArcDonation[arc], n = _problem.ArcNgo[arc];
        var limit = new Limit { NgoId = _stated.Request.Ngos[n].Id, Pairs = 1 };
        if (_rest[d] < Needed(arc))
        {
            limit.Kind = "minimum_lot";
            return limit;
        }

        if (Full(arc) is not { } full)
        {
            limit.Kind = Pays(arc) ? "search" : "trip_cost";
            return limit;
        }

        // Whoever has the largest share of what is full is the one to have outbid it.
        limit.Kind = full;
        limit.Price = Price(full == "slots" ? _prices.Slot[n] : CapacityPrice(n));
        limit.FoodDonationId = _largest[n] < 0 ? 0 : _stated.Request.Foods[_problem.ArcDonation[_largest[n]]].Id;
        return limit;
    }

    /// <summary>What of an arc's NGO is used up; null when it could take another lot.</summary>
    private string? Full(int arc)
    {
        int d = _problem.ArcDonation[arc], n = _problem.ArcNgo[arc];
        return _room[n] < Needed(arc) ? "capacity"
            : _arcGrams[arc] == 0 && _slotsLeft[n] <= 0 ? "slots"
            : _classRoom[n] is { } rooms && rooms[ClassOf(d)] < Needed(arc) ? "storage_capacity"
            : null;
    }

    /// <summary>Fewest grams that would make a difference: a lot, or a gram more of one.</summary>
    private long Needed(int arc) => _arcGrams[arc] > 0 ? 1 : _problem.MinLot[_problem.ArcDonation[arc]];

    private bool Pays(int arc)
    {
        int d = _problem.ArcDonation[arc], n = _problem.ArcNgo[arc];
        double kg = Kg(Math.Min(_rest[d], _room[n]));
        return _problem.ArcValue[arc] * kg > (_arcGrams[arc] > 0 ? 0 : _problem.ArcCost[arc]);
    }

    /// <summary>What kept a pair without an arc apart.</summary>
    private Limit Apart(int ngo, int donation)
    {
        var obstacle = _stated.Reach.Find(ngo, donation);
        return new Limit
        {
            Kind = obstacle == Obstacle.None ? "candidates" : ObstacleName.Of(obstacle),
            NgoId = _stated.Request.Ngos[ngo].Id,
            FoodDonationId = _stated.Request.Foods[donation].Id,
            Pairs = 1,
        };
    }

    /// <summary>Adds to the limit of the same kind; the dearest pair speaks for all, the first among equals.</summary>
    private static void Merge(List<Limit> limits, Limit limit)
    {
        if (limits.Find(l => l.Kind == limit.Kind) is not { } same)
        {
            limits.Add(limit);
            return;
        }

        same.Pairs += limit.Pairs;
        if (limit.Price > same.Price)
        {
            (same.Price, same.NgoId, same.FoodDonationId) = (limit.Price, limit.NgoId, limit.FoodDonationId);
        }
    }

    private int ClassOf(int donation) => StorageClass.NumberOf(StorageClass.Of(_stated.Request.Foods[donation]));

    private static double Kg(long grams) => (double)Quantity.Kg(grams);

    /// <summary>Prices to six decimals: the same on every machine, and no trace of a negative zero.</summary>
    private static double Price(double price) => Math.Round(Math.Max(0, price), 6);
}
