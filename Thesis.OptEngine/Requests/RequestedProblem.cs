using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// The problem a request states: an arc joins a donation and each of the nearest NGOs that it can reach (see
/// <see cref="Requests.Reach"/>), found in a spatial index. Decisions that stand are taken off what there is to decide.
/// </summary>
internal sealed class RequestedProblem
{
    private readonly Valuation _valuation;
    private readonly HashSet<(int Donation, int Ngo)> _planned;

    /// <summary>States the problem of a request that <see cref="RequestCheck"/> found no fault with.</summary>
    /// <param name="request">The request, complete with weights.</param>
    /// <param name="quantities">Its quantities, which fit.</param>
    public RequestedProblem(AllocationRequest request, RequestedQuantities quantities)
    {
        (Request, Quantities) = (request, quantities);
        _valuation = new Valuation(request);
        Reach = new Reach(request, _valuation, quantities);
        _planned = [.. request.Previous
            .Where(lot => quantities.Foods.ContainsKey(lot.FoodDonationId) && quantities.Ngos.ContainsKey(lot.NgoId))
            .Select(lot => (quantities.Foods[lot.FoodDonationId], quantities.Ngos[lot.NgoId]))];
        Problem = Build();
    }

    public AllocationRequest Request { get; }

    public RequestedQuantities Quantities { get; }

    public Reach Reach { get; }

    public AllocationProblem Problem { get; }

    /// <summary>Donations that no NGO can receive.</summary>
    public int Unreachable { get; private set; }

    /// <summary>Value of the decisions that stand.</summary>
    public decimal FixedValue
    {
        get
        {
            decimal value = 0;
            foreach (var (d, n, grams) in Quantities.Fixed)
            {
                value += ValuePerKg(d, n) * grams / 1000m - (decimal)_valuation.TripCost(Reach.Km(n, d));
            }

            return value;
        }
    }

    /// <summary>The last plan as far as its pairs are still open; what does not fit any more is for the solver to mend.</summary>
    public AllocationSolution Previous()
    {
        var lots = new List<Model.Allocation>();
        foreach (var lot in Request.Previous)
        {
            if (Quantities.Ngos.TryGetValue(lot.NgoId, out int n) && Quantities.Foods.TryGetValue(lot.FoodDonationId, out int d)
                && Problem.FindArc(d, n) >= 0 && Quantity.Grams((decimal)lot.Quantity) is > 0 and var grams)
            {
                lots.Add(new Model.Allocation(d, n, grams));
            }
        }

        return new AllocationSolution([.. lots.DistinctBy(l => (l.Donation, l.Ngo)).OrderBy(l => l.Donation).ThenBy(l => l.Ngo)]);
    }

    /// <summary>An allocation with the terms of its value.</summary>
    public Contracts.Allocation.V1.Allocation Describe(Model.Allocation allocation)
    {
        var (ngo, food) = (Request.Ngos[allocation.Ngo], Request.Foods[allocation.Donation]);
        double km = Reach.Km(allocation.Ngo, allocation.Donation), kg = (double)Quantity.Kg(allocation.Grams);
        var terms = _valuation.Explain(allocation.Ngo, food, km, Reach.Minutes(km));
        terms.Stability = Stability(allocation.Donation, allocation.Ngo);
        terms.NetValue = (terms.ValuePerKg + terms.Stability) * kg - terms.TripCost;
        return new Contracts.Allocation.V1.Allocation
        {
            NgoId = ngo.Id,
            FoodDonationId = food.Id,
            AllocatedQuantity = kg,
            Km = km,
            Explanation = terms,
        };
    }

    private decimal ValuePerKg(int donation, int ngo) =>
        (decimal)_valuation.ValuePerKg(ngo, Request.Foods[donation]) + (decimal)Stability(donation, ngo);

    private double Stability(int donation, int ngo) => _planned.Contains((donation, ngo)) ? Math.Round(Request.ChurnPenalty, 6) : 0;

    private AllocationProblem Build()
    {
        var builder = new AllocationProblemBuilder(Request.Foods.Count, Request.Ngos.Count);
        for (int n = 0; n < Request.Ngos.Count; n++)
        {
            builder.AddNgo(Quantities.Capacity[n], Quantities.Slots[n]);
            for (int type = 0; type < Quantities.ClassLimit[n]?.Length; type++)
            {
                builder.LimitClass(n, type, Quantities.ClassLimit[n]?[type] ?? 0);
            }
        }

        for (int d = 0; d < Request.Foods.Count; d++)
        {
            builder.AddDonation(Quantities.Supply[d], Quantities.Lot[d], StorageClass.NumberOf(StorageClass.Of(Request.Foods[d])));
        }

        for (int d = 0; d < Request.Foods.Count; d++)
        {
            if (AddArcs(builder, d) == 0 && Quantities.Supply[d] > 0)
            {
                Unreachable++;
            }
        }

        return builder.Build();
    }

    private int AddArcs(AllocationProblemBuilder builder, int donation)
    {
        var candidates = Reach.Candidates(donation);
        foreach (var (n, km) in candidates)
        {
            builder.AddArc(donation, n, (double)ValuePerKg(donation, n), _valuation.TripCost(Reach.Road(km)));
        }

        return candidates.Count;
    }
}
