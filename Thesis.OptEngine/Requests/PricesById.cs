using Google.Protobuf.Collections;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;
using Thesis.OptEngine.Solving.Bounds;

namespace Thesis.OptEngine.Requests;

/// <summary>
/// The prices of a solve under the ids of its donations and NGOs, so that the next problem can start from them however it
/// is numbered. What comes back is trusted in nothing: what does not fit is left out, and every price is brought into the
/// range in which prices can matter. What NGOs chose at the prices is not carried, because it could not be checked.
/// </summary>
internal static class PricesById
{
    /// <summary>Largest message that is handed out; prices of steps are left out first, then all.</summary>
    public const int MostBytes = 1 << 20;

    private const int MostUnits = 64;
    private const double LeastSlack = 1e-9, MostSlack = 1e-4, GramsPerKg = 1000;

    /// <summary>The part of donations and of NGOs that must have known prices: with fewer it is quicker to find them all.</summary>
    private const double LeastKnown = 0.5;

    /// <summary>The prices that a problem was solved with; null when they are too large to be handed on.</summary>
    public static PlanPrices? Of(AllocationRequest request, DualPrices prices, string solverVersion)
    {
        var message = new PlanPrices { SolverVersion = solverVersion };
        message.NgoIds.AddRange(request.Ngos.Select(ngo => ngo.Id));
        message.Capacity.AddRange(prices.Capacity.Select(price => (float)price));
        message.Slot.AddRange(prices.Slot.Select(price => (float)price));
        message.FoodDonationIds.AddRange(request.Foods.Select(food => food.Id));
        message.Supply.AddRange(prices.Supply.Select(price => (float)price));
        if (message.CalculateSize() > MostBytes)
        {
            return null;
        }

        if (prices.Steps is { } steps)
        {
            AddSteps(message, steps, request.Ngos.Count);
            if (message.CalculateSize() > MostBytes)
            {
                (message.Units, message.Slack) = (0, 0);
                message.StepGaps.Clear();
                message.StepPrices.Clear();
            }
        }

        return message;
    }

    /// <summary>The prices of an earlier solve in a problem's numbering, NaN where there are none; null when they are of
    /// another version, malformed, or know too little of the problem.</summary>
    public static DualPrices? For(RequestedProblem stated, PlanPrices? prices, string solverVersion)
    {
        if (prices is null || prices.SolverVersion != solverVersion || !IsWellFormed(prices))
        {
            return null;
        }

        var problem = stated.Problem;
        int[] ngoOf = Numbers(prices.NgoIds, stated.Quantities.Ngos), foodOf = Numbers(prices.FoodDonationIds, stated.Quantities.Foods);
        var (mostKg, mostTrip) = Ceilings(problem);
        double[] supply = Unknown(problem.DonationCount), capacity = Unknown(problem.NgoCount), slot = Unknown(problem.NgoCount);
        Place(supply, foodOf, prices.Supply, mostKg);
        Place(capacity, ngoOf, prices.Capacity, mostKg);
        Place(slot, ngoOf, prices.Slot, mostTrip);
        return Known(supply) < LeastKnown || Known(capacity) < LeastKnown
            ? null
            : new DualPrices(supply, capacity, slot) { Steps = Steps(prices, supply, ngoOf, foodOf, mostTrip) };
    }

    private static void AddSteps(PlanPrices message, StepPrices steps, int ngos)
    {
        message.Units = steps.Units;
        message.Slack = steps.Slack;
        var priced = new List<(ulong At, float Price)>();
        for (int i = 0; i < steps.Ends.Length; i++)
        {
            var (food, ngo) = steps.Ends[i];
            for (int step = 0; step < steps.Units; step++)
            {
                // A price of 0 is what a step has that is not named.
                if ((float)steps.Prices[i * steps.Units + step] is > 0 and var price)
                {
                    priced.Add((((ulong)food * (ulong)ngos + (ulong)ngo) * (ulong)steps.Units + (ulong)step, price));
                }
            }
        }

        ulong last = 0;
        foreach (var (at, price) in priced.OrderBy(p => p.At))
        {
            message.StepGaps.Add(at - last);
            message.StepPrices.Add(price);
            last = at;
        }
    }

    private static StepPrices? Steps(PlanPrices prices, double[] supply, int[] ngoOf, int[] foodOf, double most)
    {
        if (prices.Units == 0)
        {
            return null;
        }

        ulong units = (ulong)prices.Units, ngos = (ulong)ngoOf.Length, end = (ulong)foodOf.Length * ngos * units, at = 0;
        var byEnds = new SortedDictionary<(int Food, int Ngo), double[]>();
        for (int i = 0; i < prices.StepGaps.Count; i++)
        {
            ulong gap = prices.StepGaps[i];
            if (gap >= end - at || (gap == 0 && i > 0))
            {
                break; // Beyond the table, or the same place twice: the rest means nothing.
            }

            at += gap;
            var ends = (Food: foodOf[(int)(at / units / ngos)], Ngo: ngoOf[(int)(at / units % ngos)]);
            if (ends is { Food: >= 0, Ngo: >= 0 } && Price(prices.StepPrices[i], most) is > 0 and var price)
            {
                if (!byEnds.TryGetValue(ends, out double[]? row))
                {
                    byEnds.Add(ends, row = new double[prices.Units]);
                }

                row[(int)(at % units)] = price;
            }
        }

        double slack = double.IsNaN(prices.Slack) ? MostSlack : Math.Clamp(prices.Slack, LeastSlack, MostSlack);
        return new StepPrices(
            Array.ConvertAll(supply, price => price / GramsPerKg),
            [.. byEnds.Keys],
            [.. byEnds.Values.SelectMany(row => row)],
            prices.Units,
            slack);
    }

    private static bool IsWellFormed(PlanPrices prices) =>
        prices.CalculateSize() <= MostBytes
        && prices.Capacity.Count == prices.NgoIds.Count && prices.Slot.Count == prices.NgoIds.Count
        && prices.Supply.Count == prices.FoodDonationIds.Count
        && prices.StepPrices.Count == prices.StepGaps.Count
        && prices.Units is >= 0 and <= MostUnits;

    /// <summary>The numbers of ids in a problem; −1 for those that are gone, and for an id said again.</summary>
    private static int[] Numbers(IEnumerable<long> ids, IReadOnlyDictionary<long, int> numbers)
    {
        var seen = new HashSet<long>();
        return [.. ids.Select(id => seen.Add(id) && numbers.TryGetValue(id, out int number) ? number : -1)];
    }

    private static void Place(double[] target, int[] at, RepeatedField<float> prices, double most)
    {
        for (int i = 0; i < at.Length; i++)
        {
            if (at[i] >= 0)
            {
                target[at[i]] = Price(prices[i], most);
            }
        }
    }

    private static double Price(float price, double most) => float.IsNaN(price) ? double.NaN : Math.Clamp(price, 0, most);

    /// <summary>A kg is worth no more than at the NGO that values it most, a delivery no more than the dearest one full.</summary>
    private static (double Kg, double Trip) Ceilings(AllocationProblem problem)
    {
        double kg = 0, trip = 0;
        for (int arc = 0; arc < problem.ArcCount; arc++)
        {
            kg = Math.Max(kg, problem.ArcValue[arc]);
            trip = Math.Max(trip, problem.ArcValue[arc] * problem.ArcUpper[arc] / GramsPerKg);
        }

        return (kg, trip);
    }

    private static double[] Unknown(int count)
    {
        var prices = new double[count];
        Array.Fill(prices, double.NaN);
        return prices;
    }

    private static double Known(double[] prices) => prices.Length == 0 ? 0 : prices.Count(price => !double.IsNaN(price)) / (double)prices.Length;
}
