using System.Collections.Immutable;

namespace Thesis.OptEngine.Model;

/// <summary>Reads and writes solutions as text: a line <c>donation ngo kg</c> an allocation, numbers from 0.</summary>
public static class SolutionFile
{
    public static void Write(AllocationSolution solution, TextWriter writer)
    {
        foreach (var (donation, ngo, grams) in solution.Allocations)
        {
            writer.WriteLine($"{donation} {ngo} {Quantity.Kg(grams)}");
        }
    }

    /// <exception cref="InstanceFormatException">The text is not a solution; the message names the line.</exception>
    public static AllocationSolution Read(Stream stream)
    {
        var scan = new LineScanner(stream);
        var allocations = ImmutableArray.CreateBuilder<Allocation>();
        while (scan.NextLine())
        {
            allocations.Add(new Allocation(scan.Int32("donation"), scan.Int32("ngo"), scan.Grams("kg")));
            scan.EndOfLine();
        }

        return new AllocationSolution(allocations.ToImmutable());
    }
}
