using Thesis.ServiceDefaults;
using Thesis.Services.Allocation.Data;
using Thesis.Services.Allocation.Domain;
using Thesis.Services.Shared.Food;

namespace Thesis.Services.Allocation.Api;

/// <summary>Asks for a run of a region.</summary>
/// <param name="Region">E.g. "los-angeles".</param>
/// <param name="Strategy">The name of this run's strategy; the region's if null.</param>
public sealed record RunRequest(string Region, string? Strategy = null);

/// <summary>A run as dispatchers see it. Weights are kg, times UTC; <c>gap</c> is (bound - objective) / bound.</summary>
public sealed record RunView(
    Id<Kinds.Run> Id,
    string Region,
    string Status,
    string Cause,
    string RequestedBy,
    DateTimeOffset RequestedAt,
    DateTimeOffset? CompletedAt,
    DateOnly Day,
    string StrategyVersion,
    string? SolverVersion,
    string? SolverStatus,
    double? Objective,
    double? Bound,
    double? Gap,
    int? SolveMs,
    string StoppedBy,
    double? TotalMs,
    int Donations,
    int Ngos,
    decimal OfferedKg,
    decimal AllocatedKg,
    int Lots,
    int Dropped,
    int Refused,
    string Reason)
{
    public static RunView Of(AllocationRun run) => new(
        new(run.Id),
        run.Region,
        run.Status.Name(),
        run.Cause.Name(),
        run.RequestedBy,
        run.RequestedAt,
        run.CompletedAt,
        run.Day,
        run.StrategyVersion,
        run.SolverVersion,
        run.SolverStatus,
        run.Objective,
        run.Bound,
        run.Gap,
        run.SolveMs,
        run.StoppedBy,
        (run.CompletedAt - run.RequestedAt)?.TotalMilliseconds,
        run.Donations,
        run.Ngos,
        Kilograms.FromGrams(run.OfferedGrams),
        Kilograms.FromGrams(run.AllocatedGrams),
        run.Lots,
        run.Dropped,
        run.Refused,
        run.Reason);
}

/// <summary>The terms of a lot's value and what they mean.</summary>
/// <param name="ValuePerKg">Product of the factors; a kg with value 1 is an ordinary kg to an ordinary NGO.</param>
/// <param name="TripCost">What the trip costs, in kg-equivalents.</param>
/// <param name="NetValue">Value of all its kg less the trip's cost.</param>
/// <param name="PricePaid">What the plan's prices say it used of the donation and of the NGO's capacity and slots; at most the net value.</param>
/// <param name="LimitedBy">What kept the lot from being larger: "donation", "capacity", "storage_capacity" or "plan".</param>
/// <param name="Why">The same in sentences.</param>
public sealed record ExplanationView(
    double ValuePerKg,
    double PriorityFactor,
    double PreferenceFactor,
    double UrgencyFactor,
    double FairnessFactor,
    double TripCost,
    double TravelMinutes,
    double NetValue,
    double PricePaid,
    string LimitedBy,
    IReadOnlyList<string> Why);

/// <summary>One lot of a run. Weights are kg.</summary>
public sealed record AllocationView(
    Id<Kinds.Allocation> Id,
    Id<Kinds.Donation> DonationId,
    string DonationTitle,
    string DonorName,
    string FoodType,
    Id<Kinds.Ngo> NgoId,
    string NgoName,
    decimal Kg,
    decimal ReleasedKg,
    string Status,
    string Reason,
    double Km,
    ExplanationView Explanation)
{
    public static AllocationView Of(AllocationRow row) => new(
        new(row.Id),
        new(row.DonationId),
        row.Title,
        row.DonorName,
        row.FoodType,
        new(row.NgoId),
        row.NgoName,
        Kilograms.FromGrams(row.Grams),
        Kilograms.FromGrams(row.ReleasedGrams),
        row.Status,
        row.Reason,
        row.Km,
        new ExplanationView(
            row.Explanation.ValuePerKg,
            row.Explanation.PriorityFactor,
            row.Explanation.PreferenceFactor,
            row.Explanation.UrgencyFactor,
            row.Explanation.FairnessFactor,
            row.Explanation.TripCost,
            row.Explanation.TravelMinutes,
            row.Explanation.ValuePerKg * (double)Kilograms.FromGrams(row.Grams) - row.Explanation.TripCost,
            row.Explanation.PricePaid,
            row.LimitedBy,
            ExplanationText.Of(row)));
}
