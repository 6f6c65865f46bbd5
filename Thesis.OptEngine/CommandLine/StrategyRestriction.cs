using Thesis.Contracts.Strategies;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Requests;

namespace Thesis.OptEngine.CommandLine;

/// <summary>
/// Restricts a problem file by a strategy: its smallest lot, most sources and longest trip. The file has its values and
/// costs already, so the strategy's weights change nothing in it, and every solution is one of the file's own problem.
/// </summary>
internal static class StrategyRestriction
{
    public static AllocationProblem Apply(AllocationProblem problem, InstancePlaces places, StrategyDocument strategy)
    {
        var builder = new AllocationProblemBuilder(problem.DonationCount, problem.NgoCount, problem.ArcCount);
        long lot = (long)Math.Ceiling(strategy["lots.minimumKg"] * 1000);
        int sources = strategy["lots.maximumSources"] is > 0 and var most ? (int)most : int.MaxValue;
        for (int d = 0; d < problem.DonationCount; d++)
        {
            builder.AddDonation(problem.Supply[d], Math.Max(problem.MinLot[d], lot), problem.ClassCount > 0 ? problem.DonationClass[d] : 0);
        }

        for (int n = 0; n < problem.NgoCount; n++)
        {
            builder.AddNgo(problem.Capacity[n], Math.Min(problem.Slots[n], sources));
            for (int type = 0; type < problem.ClassCount; type++)
            {
                builder.LimitClass(n, type, problem.ClassLimits[n * problem.ClassCount + type]);
            }
        }

        for (int a = 0; a < problem.ArcCount; a++)
        {
            var (from, to) = (places.Donations[problem.ArcDonation[a]], places.Ngos[problem.ArcNgo[a]]);
            double km = GreatCircle.Km(from.Latitude, from.Longitude, to.Latitude, to.Longitude) * strategy["travel.roadFactor"];
            if (km <= strategy["travel.maximumKm"])
            {
                builder.AddArc(problem.ArcDonation[a], problem.ArcNgo[a], problem.ArcValue[a], problem.ArcCost[a], problem.ArcUpper[a]);
            }
        }

        return builder.Build();
    }

    /// <summary>The strategy of a name or file.</summary>
    /// <exception cref="ArgumentException">There is none, or the file is wrong; the message names the JSON path.</exception>
    public static StrategyDocument Find(string nameOrFile)
    {
        if (BuiltInStrategies.Find(nameOrFile) is { } builtIn)
        {
            return builtIn.Document;
        }

        if (!File.Exists(nameOrFile))
        {
            throw new ArgumentException(
                $"--strategy {nameOrFile}: is neither built in ({string.Join(", ", BuiltInStrategies.All.Select(s => s.Name))}) nor a file.");
        }

        return StrategyReader.Read(File.ReadAllText(nameOrFile), out var faults)
            ?? throw new ArgumentException($"--strategy {nameOrFile}: {faults[0].Path} {faults[0].Message}");
    }
}
