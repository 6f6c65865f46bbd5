namespace Thesis.Bench.Engine;

/// <summary>A size of problem and what the engine is held to on it.</summary>
/// <param name="MustPercent">Gap that must be reached in 10 s of CPU, %.</param>
/// <param name="AimPercent">Gap aimed for in 60 s of CPU, %.</param>
internal sealed record ProblemSize(string Name, int Ngos, int Donations, int Cities, double MustPercent, double AimPercent)
{
    public static IReadOnlyList<ProblemSize> All { get; } =
    [
        new("S", 20, 100, 2, 0.10, 0),
        new("T", 50, 500, 3, 0.20, 0.05),
        new("M", 100, 1_000, 4, 0.30, 0.10),
        new("L", 500, 5_000, 9, 0.40, 0.20),
        new("XL", 2_000, 20_000, 25, 0.50, 0.25),
        new("City", 344, 518, 1, 1.00, 0.50),
    ];

    private const string Classes = "-classes", Slots = "-slots";

    /// <summary>Every problem: each size as <c>base</c> and <c>hard</c>, and up to L with limits by storage class and with few
    /// slots; and a large city's day, with the usual room and with NGOs that are nearly full.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. All.Take(5).SelectMany(size => new[] { $"{size.Name}-base", $"{size.Name}-hard" }),
        .. All.Take(4).SelectMany(size => new[] { size.Name + Classes, size.Name + Slots }),
        "City-day", "City-full",
    ];

    /// <summary>Gap that a problem is held to in 10 s, %: with limits by storage class twice that of its size.</summary>
    public static double MustOf(string problem) =>
        Of(problem).MustPercent * (problem.EndsWith(Classes, StringComparison.Ordinal) ? 2 : 1);

    public static ProblemSize Of(string problem) => All.Single(size => problem.StartsWith(size.Name + "-", StringComparison.Ordinal));
}
