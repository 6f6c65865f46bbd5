namespace Thesis.OptEngine.Model;

/// <summary>
/// Reads and writes problems as text. First line <c>donations ngos arcs minLot</c>; a line a donation
/// <c>kg latitude longitude foodType hoursToExpiry</c>; a line an NGO <c>kg slots latitude longitude priority</c>;
/// a line an arc <c>donation ngo valuePerKg tripCost kg</c>, numbers from 0, quantities in kg with at most three decimals.
/// A fifth number in the first line says how many storage classes there are: a donation's line then ends with its class, from
/// 0, and an NGO's line with the kg that it takes of each.
/// </summary>
public static class InstanceFile
{
    private const int MaxCount = 100_000_000;
    private const int KeyShift = 32;

    /// <param name="stream">The text.</param>
    /// <param name="places">Takes the places, if they are wanted.</param>
    /// <exception cref="InstanceFormatException">The text is not a problem; the message names the line.</exception>
    public static AllocationProblem Read(Stream stream, InstancePlaces? places = null)
    {
        var scan = new LineScanner(stream);
        Next(scan, "the first line");
        int donations = Count(scan, "donations"), ngos = Count(scan, "ngos"), arcs = Count(scan, "arcs");
        long minLot = scan.Grams("minLot");
        int classes = scan.IsEndOfLine() ? 0 : Classes(scan);
        scan.EndOfLine();
        // Storage for what is announced grows with what is read: a first line alone cannot claim gigabytes.
        var builder = new AllocationProblemBuilder(
            Math.Min(donations, 1 << 20), Math.Min(ngos, 1 << 20), Math.Min(arcs, 1 << 20));
        for (int d = 0; d < donations; d++)
        {
            Next(scan, $"donation {d}");
            long grams = scan.Grams("kg");
            ReadPlace(scan, places?.Donations);
            Skip(scan, "foodType", "hoursToExpiry");
            builder.AddDonation(grams, minLot, classes > 0 ? Index(scan, "class", classes) : 0);
            scan.EndOfLine();
        }

        for (int n = 0; n < ngos; n++)
        {
            Next(scan, $"NGO {n}");
            builder.AddNgo(scan.Grams("kg"), Count(scan, "slots"));
            ReadPlace(scan, places?.Ngos);
            Skip(scan, "priority");
            for (int type = 0; type < classes; type++)
            {
                builder.LimitClass(n, type, scan.Grams($"kg of class {type}"));
            }

            scan.EndOfLine();
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

        int classes = problem.ClassCount;
        writer.WriteLine($"{problem.DonationCount} {problem.NgoCount} {problem.ArcCount} {Quantity.Kg(lot)}{(classes > 0 ? $" {classes}" : "")}");
        for (int d = 0; d < problem.DonationCount; d++)
        {
            writer.WriteLine($"{Quantity.Kg(problem.Supply[d])} 0 0 0 0{(classes > 0 ? $" {problem.DonationClass[d]}" : "")}");
        }

        for (int n = 0; n < problem.NgoCount; n++)
        {
            var limits = classes > 0 ? problem.ClassLimits.Slice(n * classes, classes).ToArray() : [];
            writer.WriteLine($"{Quantity.Kg(problem.Capacity[n])} {problem.Slots[n]} 0 0 0{string.Concat(limits.Select(grams => $" {Quantity.Kg(grams)}"))}");
        }

        for (int a = 0; a < problem.ArcCount; a++)
        {
            writer.WriteLine(
                $"{problem.ArcDonation[a]} {problem.ArcNgo[a]} {problem.ArcValue[a]:R} {problem.ArcCost[a]:R} {Quantity.Kg(problem.ArcUpper[a])}");
        }
    }

    private static void ReadArcs(LineScanner scan, AllocationProblemBuilder builder, int donations, int ngos, int arcs)
    {
        var (keys, lines) = (new List<long>(), new List<int>());
        bool ascending = true;
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

            long key = ((long)d << KeyShift) | (uint)n;
            ascending &= keys.Count == 0 || keys[^1] < key;
            keys.Add(key);
            lines.Add(scan.Line);
            builder.AddArc(d, n, value, cost, upper);
        }

        if (!ascending)
        {
            RefuseTwins([.. keys], [.. lines]);
        }
    }

    private static void RefuseTwins(long[] keys, int[] lines)
    {
        int[] order = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i]).ThenBy(i => lines[i])];
        var twins = order.Zip(order.Skip(1)).Where(pair => keys[pair.First] == keys[pair.Second]).OrderBy(pair => lines[pair.Second]);
        foreach (var (first, second) in twins.Take(1))
        {
            throw new InstanceFormatException(
                lines[second], $"donation {keys[second] >> KeyShift} and ngo {(int)keys[second]} are joined already, in line {lines[first]}");
        }
    }

    private static int Classes(LineScanner scan)
    {
        int classes = scan.Int32("classes");
        return classes is >= 1 and <= AllocationProblemBuilder.MaxClasses
            ? classes
            : throw scan.Error($"classes is not between 1 and {AllocationProblemBuilder.MaxClasses}");
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
    }
}
