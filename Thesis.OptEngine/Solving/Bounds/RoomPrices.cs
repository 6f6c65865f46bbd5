using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// How the prices of NGOs' room stand in one list: per gram of capacity of each NGO, per delivery of each NGO, then, where
/// storage classes are told apart, per gram of each class of each NGO, which is paid besides that of capacity.
/// </summary>
internal static class RoomPrices
{
    public static int Count(AllocationProblem problem) => problem.NgoCount * (2 + problem.ClassCount);

    /// <summary>The prices of classes alone, in the order of <see cref="AllocationProblem.ClassLimits"/>.</summary>
    public static Span<double> OfClasses(AllocationProblem problem, Span<double> prices) => prices[(2 * problem.NgoCount)..];

    /// <summary>What a gram of a donation pays for its room at an NGO.</summary>
    public static double PerGram(AllocationProblem problem, ReadOnlySpan<double> prices, int ngo, int donation) =>
        problem.ClassCount == 0
            ? prices[ngo]
            : prices[ngo] + prices[2 * problem.NgoCount + ngo * problem.ClassCount + problem.DonationClass[donation]];
}
