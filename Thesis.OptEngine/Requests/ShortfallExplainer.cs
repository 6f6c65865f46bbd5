using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// Says what kept NGOs and donations from more: what they met (capacity, slots, the smallest lot), who outbid them and at
/// what price, or what kept food and NGO apart before any plan was made; and what one more kg or delivery would bring.
/// </summary>
internal sealed class ShortfallExplainer
{
    private const long Kg = 1000;
    private readonly RequestedProblem _stated;
    private readonly AllocationProblem _problem;
    private readonly DualPrices _prices;
    private readonly PlanBalance _balance;
    private readonly PlanChanges _changes, _changesOfLeft;
    private readonly Neighbourhood _neighbourhood;

    public ShortfallExplainer(RequestedProblem stated, SolveResult result)
    {
        (_stated, _problem, _prices) = (stated, stated.Problem, result.Duals);
        _balance = new PlanBalance(stated, result.Solution);
        _changes = new PlanChanges(_balance);
        _changesOfLeft = new PlanChanges(_balance, onlyLeft: true);
        _neighbourhood = new Neighbourhood(stated, _balance);
    }

    /// <summary>What the plan's prices say a lot used: kg of the donation, kg and a slot of the NGO; at most what it is worth.</summary>
    public double PricePaid(Model.Allocation lot, double netValue)
    {
        int type = lot.Ngo * _problem.ClassCount + (_problem.ClassCount > 0 ? _problem.DonationClass[lot.Donation] : 0);
        double room = _prices.Capacity[lot.Ngo] + (_prices.Classes.Length > 0 ? _prices.Classes[type] : 0);
        double price = lot.Grams / 1000.0 * (_prices.Supply[lot.Donation] + room) + _prices.Slot[lot.Ngo];
        return Math.Clamp(price, 0, Math.Max(0, netValue));
    }

    /// <summary>Every NGO, those with most room left first.</summary>
    public IEnumerable<NgoExplanation> Ngos()
    {
        var oneKg = new MarginalRoom(_balance, _changes);
        var limits = new NgoLimits(_stated, _balance, _changes, _neighbourhood, _prices.Supply);
        foreach (int n in Enumerable.Range(0, _problem.NgoCount).OrderByDescending(_balance.Room))
        {
            var explanation = new NgoExplanation
            {
                NgoId = _stated.Request.Ngos[n].Id,
                Received = InKg(_problem.Capacity[n] - _balance.Room(n)),
                Deliveries = _balance.Deliveries(n),
                Left = InKg(_balance.Room(n)),
                CapacityPrice = Price(oneKg.Of(n)),
                SlotPrice = Price(OneSlot(n)),
            };
            explanation.Limits.AddRange(limits.Of(n));
            yield return explanation;
        }
    }

    /// <summary>Donations of which something is left over, the most first.</summary>
    public IEnumerable<DonationExplanation> Donations()
    {
        var withOneKg = new PlanChanges(_balance, onlyLeft: true, moreFood: Kg);
        var limits = new DonationLimits(_stated, _balance, _changesOfLeft, _neighbourhood, _prices);
        foreach (int d in Enumerable.Range(0, _problem.DonationCount).Where(d => _balance.Rest(d) > 0).OrderByDescending(_balance.Rest))
        {
            var explanation = new DonationExplanation
            {
                FoodDonationId = _stated.Request.Foods[d].Id,
                Allocated = InKg(_problem.Supply[d] - _balance.Rest(d)),
                Left = InKg(_balance.Rest(d)),
                SupplyPrice = Price(OneKgOfFood(d, withOneKg)),
            };
            explanation.Limits.AddRange(limits.Of(d));
            yield return explanation;
        }
    }

    private double OneSlot(int ngo)
    {
        double best = 0;
        foreach (int arc in _problem.NgoArcs[_problem.NgoStart[ngo].._problem.NgoStart[ngo + 1]])
        {
            best = _balance.HasSlot(ngo) || _balance.Grams(arc) > 0 ? best : Math.Max(best, _changes.WithSlot(arc).Gain);
        }

        return best;
    }

    private double OneKgOfFood(int donation, PlanChanges withOneKg)
    {
        double best = 0;
        for (int arc = _problem.DonationStart[donation]; arc < _problem.DonationStart[donation + 1]; arc++)
        {
            best = Math.Max(best, withOneKg.Now(arc).Gain - Math.Max(0, _changesOfLeft.Now(arc).Gain));
        }

        return best;
    }

    private static double InKg(long grams) => (double)Quantity.Kg(grams);

    /// <summary>Prices to six decimals: the same on every machine, and no trace of a negative zero.</summary>
    private static double Price(double price) => price < Change.Noise ? 0 : Math.Round(price, 6);
}
