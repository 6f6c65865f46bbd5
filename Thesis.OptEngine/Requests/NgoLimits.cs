using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// What kept an NGO from more. A limit is one only if something would come of lifting it: capacity, if with more room
/// the NGO would get food that is left, or that is worth less where it goes. What would not come even so is outbid.
/// </summary>
internal sealed class NgoLimits(RequestedProblem stated, PlanBalance balance, PlanChanges changes, Neighbourhood neighbourhood, ReadOnlyMemory<double> supplyPrices)
{
    private readonly AllocationProblem _problem = stated.Problem;

    public IEnumerable<Limit> Of(int ngo)
    {
        var limits = new LimitList();
        var arcs = _problem.NgoArcs[_problem.NgoStart[ngo].._problem.NgoStart[ngo + 1]];
        foreach (int arc in arcs)
        {
            AddArc(limits, arc);
        }

        if (balance.Room(ngo) > 0 && !limits.HasRemedy)
        {
            foreach (var limit in neighbourhood.AboutNgo(ngo, anyFood: arcs.IsEmpty))
            {
                limits.Add(limit);
            }
        }

        return limits.ByGain();
    }

    private void AddArc(LimitList limits, int arc)
    {
        if (balance.Rest(_problem.ArcDonation[arc]) == 0 && balance.LargestBeside(arc) < 0)
        {
            return; // It has all of it.
        }

        var (kind, change) = changes.Lift(arc);
        if (kind != "")
        {
            limits.Add(Told(kind, arc, change));
        }
        else if (!changes.IsWanted(arc))
        {
            limits.Add(Lost(arc));
        }
        else
        {
            // No limit alone: it is full and has no slot, or no storage of the class, either.
            limits.Add(Told("capacity", arc));
            limits.Add(Told(balance.HasSlot(_problem.ArcNgo[arc]) ? "storage_capacity" : "slots", arc));
        }
    }

    private Limit Told(string kind, int arc) => Told(kind, arc, new Change(0, 0, -1));

    private Limit Told(string kind, int arc, Change change) => new()
    {
        Kind = kind,
        NgoId = IdOfNgo(arc),
        FoodDonationId = IdOfFood(arc),
        Quantity = (double)Quantity.Kg(change.Grams),
        Gain = Rounded(change.Gain),
        FromNgoId = change.From < 0 ? 0 : IdOfNgo(change.From),
    };

    /// <summary>What would be no gain here whatever the NGO could take.</summary>
    private Limit Lost(int arc)
    {
        int winner = balance.LargestBeside(arc), d = _problem.ArcDonation[arc];
        if (winner < 0)
        {
            return Told(balance.Rest(d) < _problem.MinLot[d] ? "minimum_lot" : "trip_cost", arc);
        }

        long grams = balance.Rest(d) + balance.Grams(winner);
        double bid = PerKg(arc, grams, balance.Grams(arc) > 0 ? 0 : _problem.ArcCost[arc]);
        double paid = Math.Max(bid, PerKg(winner, balance.Grams(winner), _problem.ArcCost[winner]));
        return new Limit
        {
            Kind = "outbid",
            NgoId = IdOfNgo(winner),
            FoodDonationId = IdOfFood(arc),
            Bid = Rounded(Math.Max(0, bid)),
            // Multipliers are those of the best bound found: noise of the gap must not contradict who won.
            Price = Rounded(Math.Max(0, Math.Clamp(supplyPrices.Span[d], bid, paid))),
        };
    }

    private double PerKg(int arc, long grams, double trip) => _problem.ArcValue[arc] - trip * 1000 / grams;

    private long IdOfNgo(int arc) => stated.Request.Ngos[_problem.ArcNgo[arc]].Id;

    private long IdOfFood(int arc) => stated.Request.Foods[_problem.ArcDonation[arc]].Id;

    private static double Rounded(double value) => Math.Round(value, 6);
}
