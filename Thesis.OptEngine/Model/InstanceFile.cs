using System.Collections;

namespace Thesis.OptEngine.Model;

/// <summary>
/// Reads and writes problems as text. First line <c>donations ngos arcs minLot</c>; a line a donation
/// <c>kg latitude longitude foodType hoursToExpiry</c>; a line an NGO <c>kg slots latitude longitude priority</c>;
/// a line an arc <c>donation ngo valuePerKg tripCost kg</c>, numbers from 0, quantities in kg with at most three decimals.
/// </summary>
public static class InstanceFile
{
    private const int MaxCount = 100_000_000;

    /// <param name="stream">The text.</param>
    /// <param name="places">Takes the places, if they are wanted.</param>
    /// <exception cref="InstanceFormatException">The text is not a problem; the message names the line.</exception>
    public static AllocationProblem Read(Stream stream, InstancePlaces? places = null)
    {
        var scan = new LineScanner(stream);
        Next(scan, "the first line");
        int donations = Count(scan, "donations"), ngos = Count(scan, "ngos"), arcs = Count(scan, "arcs");
        long minLot = scan.Grams("minLot");
        scan.EndOfLine();
        // Storage for what is announced grows with what is read: a first line alone cannot claim gigabytes.
        var builder = new AllocationProblemBuilder(
            Math.Min(donations, 1 << 20), Math.Min(ngos, 1 << 20), Math.Min(arcs, 1 << 20));
        for (int d = 0; d < donations; d++)
        {
            Next(scan, $"donation {d}");
            builder.AddDonation(scan.Grams("kg"), minLot);
            ReadPlace(scan, places?.Donations);
            Skip(scan, "foodType", "hoursToExpiry");
        }

        for (int n = 0; n < ngos; n++)
        {
            Next(scan, $"NGO {n}");
            builder.AddNgo(scan.Grams("kg"), Count(scan, "slots"));
            ReadPlace(scan, places?.Ngos);
            Skip(scan, "priority");
        }

        ReadArcs(scan, builder, donations, ngos, arcs);
        if (scan.NextLine())
        {
            throw scan.Error("more lines than the first line announces");
        }

        return builder.Build();
    }

    /// <inheritdoc cref="Read(Stream, InstancePlaces?)"/>
    public static AllocationProblem Read(string path, InstancePlaces? places = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return Read(stream, places);
    }

    /// <summary>Writes a problem whose donations share one minimum lot (others throw <see cref="ArgumentException"/>).
    /// Places, food types and priorities are no part of the model: zeros stand for them.</summary>
    public static void Write(AllocationProblem problem, TextWriter writer)
    {
        var lots = problem.MinLot;
        long lot = lots.IsEmpty ? 1 : lots[0];
        if (lots.IndexOfAnyExcept(lot) >= 0)
        {
            throw new ArgumentException("The donations have different minimum lots: the file holds one.", nameof(problem));
        }

        writer.WriteLine($"{problem.DonationCount} {problem.NgoCount} {problem.ArcCount} {Quantity.Kg(lot)}");
        foreach (long grams in problem.Supply)
        {
            writer.WriteLine($"{Quantity.Kg(grams)} 0 0 0 0");
        }

        for (int n = 0; n < problem.NgoCount; n++)
        {
            writer.WriteLine($"{Quantity.Kg(problem.Capacity[n])} {problem.Slots[n]} 0 0 0");
        }

        for (int a = 0; a < problem.ArcCount; a++)
        {
            writer.WriteLine(
                $"{problem.ArcDonation[a]} {problem.ArcNgo[a]} {problem.ArcValue[a]:R} {problem.ArcCost[a]:R} {Quantity.Kg(problem.ArcUpper[a])}");
        }
    }

    private static void ReadArcs(LineScanner scan, AllocationProblemBuilder builder, int donations, int ngos, int arcs)
    {
        // An arc's twin is looked for among the arcs of the same donation, which files keep together; the rare
        // file that does not is still refused by the builder.
        var seen = new BitArray(ngos);
        var marked = new List<int>();
        int current = -1;
        for (int a = 0; a < arcs; a++)
        {
            Next(scan, $"arc {a}");
            int d = Index(scan, "donation", donations), n = Index(scan, "ngo", ngos);
            double value = scan.Number("valuePerKg"), cost = scan.Number("tripCost");
            long upper = scan.Grams("kg");
            scan.EndOfLine();
            if (Math.Abs(value) > AllocationProblemBuilder.MaxWeight || cost < 0 || cost > AllocationProblemBuilder.MaxWeight)
            {
                throw scan.Error($"valuePerKg or tripCost is out of range (cost from 0, both up to {AllocationProblemBuilder.MaxWeight})");
            }

            if (d != current)
            {
                marked.ForEach(m => seen[m] = false);
                marked.Clear();
                current = d;
            }

            if (seen[n])
            {
                throw scan.Error($"donation {d} and ngo {n} are joined already");
            }

            seen[n] = true;
            marked.Add(n);
            builder.AddArc(d, n, value, cost, upper);
        }
    }

    private static void Next(LineScanner scan, string what)
    {
        if (!scan.NextLine())
        {
            throw new InstanceFormatException(scan.Line + 1, $"the file ends before {what}");
        }
    }

    private static int Count(LineScanner scan, string name)
    {
        int value = scan.Int32(name);
        return value is >= 0 and <= MaxCount ? value : throw scan.Error($"{name} is not between 0 and {MaxCount}");
    }

    private static int Index(LineScanner scan, string name, int count)
    {
        int value = scan.Int32(name);
        return value >= 0 && value < count ? value : throw scan.Error($"{name} {value} is not between 0 and {count - 1}");
    }

    private static void ReadPlace(LineScanner scan, List<(double Latitude, double Longitude)>? places)
    {
        var place = (scan.Number("latitude"), scan.Number("longitude"));
        places?.Add(place);
    }

    private static void Skip(LineScanner scan, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            scan.Number(name);
        }

        scan.EndOfLine();
    }
}
