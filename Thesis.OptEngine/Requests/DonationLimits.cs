using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Requests;

/// <summary>What kept food that is left over from the NGOs near it, and what would place it.</summary>
internal sealed class DonationLimits(RequestedProblem stated, PlanBalance balance, PlanChanges changes, Neighbourhood neighbourhood, DualPrices prices)
{
    private readonly AllocationProblem _problem = stated.Problem;

    public IEnumerable<Limit> Of(int donation)
    {
        var limits = new LimitList();
        for (int arc = _problem.DonationStart[donation]; arc < _problem.DonationStart[donation + 1]; arc++)
        {
            limits.Add(OfArc(arc));
        }

        foreach (var limit in neighbourhood.AboutDonation(donation))
        {
            limits.Add(limit);
        }

        return limits.ByPairs();
    }

    private Limit OfArc(int arc)
    {
        int n = _problem.ArcNgo[arc], largest = balance.LargestOf(n);
        var (kind, change) = changes.Lift(arc);
        bool lifted = kind != "";
        kind = lifted ? kind : changes.IsWanted(arc) ? "capacity" : IsScrap(arc) ? "minimum_lot" : "trip_cost";
        return new Limit
        {
            Kind = kind,
            NgoId = stated.Request.Ngos[n].Id,
            // Whoever has the largest share of what is full.
            FoodDonationId = largest < 0 ? 0 : stated.Request.Foods[_problem.ArcDonation[largest]].Id,
            Price = Rounded(PriceOf(kind, arc)),
            Quantity = lifted ? (double)Quantity.Kg(change.Grams) : 0,
            Gain = lifted ? Rounded(change.Gain) : 0,
        };
    }

    private double PriceOf(string kind, int arc) => kind switch
    {
        "slots" => prices.Slot[_problem.ArcNgo[arc]],
        "capacity" => prices.Capacity[_problem.ArcNgo[arc]],
        "storage_capacity" when prices.Classes.Length > 0 => prices.Classes[_problem.ClassPlace(arc)],
        _ => 0,
    };

    private bool IsScrap(int arc) =>
        balance.Grams(arc) == 0 && balance.Rest(_problem.ArcDonation[arc]) < _problem.MinLot[_problem.ArcDonation[arc]];

    private static double Rounded(double value) => Math.Round(Math.Max(0, value), 6);
}
