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

    public Valuation(AllocationRequest request, Weights weights)
    {
        (_weights, _now) = (weights, request.NowEpochMs);
        double mean = request.Ngos.Count == 0 ? 0 : request.Ngos.Average(n => n.RecentKg);
        _priority = [.. request.Ngos.Select(n => 1 + weights.Priority * (n.PriorityLevel - 1) / 4)];
        _fairness = [.. request.Ngos.Select(n => Fairness(n.RecentKg, mean))];
        _preferences = [.. request.Ngos.Select(n => n.FoodPreferences.ToHashSet(StringComparer.Ordinal))];
    }

    /// <summary>The terms of shipping a donation to an NGO over so many km by road.</summary>
    public Explanation Explain(int ngo, FoodDonation food, double km, double travelMinutes)
    {
        double preference = _preferences[ngo].Count == 0 ? 1
            : _preferences[ngo].Contains(food.FoodType) ? _weights.Preferred : _weights.NotPreferred;
        double urgency = Urgency(food);
        return new Explanation
        {
            // Rounded, so that a machine's last bit changes nothing and the verifier's decimals are exact.
            ValuePerKg = Math.Round(_priority[ngo] * preference * urgency * _fairness[ngo], Decimals),
            PriorityFactor = _priority[ngo],
            PreferenceFactor = preference,
            UrgencyFactor = urgency,
            FairnessFactor = _fairness[ngo],
            TripCost = Math.Round(_weights.CostPerKm * km, Decimals),
            TravelMinutes = Math.Round(travelMinutes, 1),
        };
    }

    private double Urgency(FoodDonation food)
    {
        double hours = (food.ExpirationEpochMs - _now) / MillisecondsPerHour;
        return 1 + _weights.Urgency * (1 - Math.Clamp(hours / UrgentHours, 0, 1));
    }

    /// <summary>1 for an NGO that received nothing lately, 1 − fairness / 2 at the mean, towards 1 − fairness far above it.</summary>
    private double Fairness(double recent, double mean) => recent <= 0 ? 1 : 1 - _weights.Fairness * recent / (recent + mean);
}
