using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Requests;

/// <summary>What a kg of a donation is worth at an NGO, and what the trip costs, by a request's weights.</summary>
internal sealed class Valuation
{
    private const double UrgentHours = 48, MillisecondsPerHour = 3_600_000;
    private const int Decimals = 6;
    private readonly Weights _weights;
    private readonly long _now;
    private readonly double[] _priority, _fairness;
    private readonly HashSet<string>[] _preferences;

    public Valuation(AllocationRequest request)
    {
        (_weights, _now) = (request.Weights, request.NowEpochMs);
        double mean = request.Ngos.Count == 0 ? 0 : request.Ngos.Average(n => n.RecentKg);
        _priority = [.. request.Ngos.Select(n => 1 + _weights.Priority * (n.PriorityLevel - 1) / 4)];
        _fairness = request.FairnessCurve.Count == 0
            ? [.. request.Ngos.Select(n => Fairness(n.RecentKg, mean))]
            : [.. request.Ngos.Select(n => FairnessCurve.At(request.FairnessCurve, mean <= 0 ? 0 : n.RecentKg / mean))];
        _preferences = [.. request.Ngos.Select(n => n.FoodPreferences.ToHashSet(StringComparer.Ordinal))];
    }

    /// <summary>Value of a kg of a donation at an NGO.</summary>
    public double ValuePerKg(int ngo, FoodDonation food) =>
        // Rounded, so that a machine's last bit changes nothing and the verifier's decimals are exact.
        Math.Round(_priority[ngo] * Preference(ngo, food) * Urgency(food) * _fairness[ngo], Decimals);

    /// <summary>Cost of a trip of so many km by road.</summary>
    public double TripCost(double km) => Math.Round(_weights.CostPerKm * km, Decimals);

    /// <summary>The terms of shipping a donation to an NGO over so many km by road.</summary>
    public Explanation Explain(int ngo, FoodDonation food, double km, double travelMinutes) => new()
    {
        ValuePerKg = ValuePerKg(ngo, food),
        PriorityFactor = _priority[ngo],
        PreferenceFactor = Preference(ngo, food),
        UrgencyFactor = Urgency(food),
        FairnessFactor = _fairness[ngo],
        TripCost = TripCost(km),
        TravelMinutes = Math.Round(travelMinutes, 1),
    };

    private double Preference(int ngo, FoodDonation food) =>
        _preferences[ngo].Count == 0 ? 1 : _preferences[ngo].Contains(food.FoodType) ? _weights.Preferred : _weights.NotPreferred;

    private double Urgency(FoodDonation food)
    {
        double hours = (food.ExpirationEpochMs - _now) / MillisecondsPerHour;
        double urgent = _weights.UrgencyHours > 0 ? _weights.UrgencyHours : UrgentHours;
        return 1 + _weights.Urgency * (1 - Math.Clamp(hours / urgent, 0, 1));
    }

    /// <summary>1 for an NGO that received nothing lately, 1 − fairness / 2 at the mean, towards 1 − fairness far above it.</summary>
    private double Fairness(double recent, double mean) => recent <= 0 ? 1 : 1 - _weights.Fairness * recent / (recent + mean);
}
