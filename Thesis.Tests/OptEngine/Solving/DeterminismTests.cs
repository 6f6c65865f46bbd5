using System.Runtime.InteropServices;
using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving;

namespace Thesis.OptEngine.Tests.Solving;

/// <summary>The same problem and work: the same answer to the last bit, again and on any number of threads.</summary>
public class DeterminismTests
{
    private static readonly NativeSolver Solver = new();

    [Theory]
    [InlineData(Shape.Base, 1)]
    [InlineData(Shape.Base, 2)]
    [InlineData(Shape.Hard, 3)]
    [InlineData(Shape.Hard, 4)]
    [InlineData(Shape.Sparse, 5)]
    [InlineData(Shape.Dense, 6)]
    [InlineData(Shape.Tight, 7)]
    [InlineData(Shape.Loose, 8)]
    [InlineData(Shape.Equal, 9)]
    [InlineData(Shape.OneCluster, 10)]
    [InlineData(Shape.OneHuge, 11)]
    [InlineData(Shape.Classes, 12)]
    public void Runs_and_threads_change_nothing(Shape shape, int seed)
    {
        var problem = shape == Shape.Equal
            ? Sketch.Make(shape, seed, donations: 60, ngos: 10).Build() // Ties make bounds dear.
            : Sketch.Make(shape, seed, donations: 420, ngos: 110).Build();
        Assert.True(problem.ArcCount > 500, $"{problem.ArcCount} arcs");
        var first = Solver.Solve(problem, new SolveOptions { Work = 250 });
        byte[] expected = Bytes(first);
        foreach (int threads in (int[])[1, 2, 3])
        {
            var again = Solver.Solve(problem, new SolveOptions { Work = 250, Threads = threads });
            Assert.True(expected.AsSpan().SequenceEqual(Bytes(again)), $"{threads} threads: {again.Value}, bound {again.Bound}, work {again.Work}; first {first.Value}, bound {first.Bound}, work {first.Work}");
        }
    }

    [Theory]
    [InlineData(Shape.Base)]
    [InlineData(Shape.Hard)]
    [InlineData(Shape.Classes)]
    public void Small_problems_are_closed_alike(Shape shape)
    {
        var problem = Sketch.Make(shape, seed: 21, donations: 14, ngos: 4).Build();
        byte[] first = Bytes(Solver.Solve(problem, new SolveOptions { Work = 400 }));
        Assert.Equal(first, Bytes(Solver.Solve(problem, new SolveOptions { Work = 400, Threads = 2 })));
        Assert.Equal(first, Bytes(Solver.Solve(problem, new SolveOptions { Work = 400, Threads = 3 })));
    }

    [Fact]
    public void A_warm_start_is_as_deterministic()
    {
        var sketch = Sketch.Make(Shape.Base, seed: 31, donations: 300, ngos: 80);
        var earlier = Solver.Solve(sketch.Build(), new SolveOptions { Work = 200 });
        sketch.Ngos[7] = (sketch.Ngos[7].Grams / 2, sketch.Ngos[7].Slots);
        var problem = sketch.Build();
        var options = new SolveOptions { Work = 200, WarmStart = new WarmStart(earlier.Solution.Allocations) { Duals = earlier.Duals } };
        byte[] first = Bytes(Solver.Solve(problem, options));
        Assert.Equal(first, Bytes(Solver.Solve(problem, options with { Threads = 2 })));
        Assert.Equal(first, Bytes(Solver.Solve(problem, options with { Threads = 3 })));
    }

    /// <summary>All that a result says, bit for bit.</summary>
    private static byte[] Bytes(SolveResult result) =>
    [
        .. MemoryMarshal.AsBytes<Allocation>(result.Solution.Allocations.ToArray()),
        .. MemoryMarshal.AsBytes<decimal>([result.Value, result.Bound]),
        .. MemoryMarshal.AsBytes<double>(result.Duals.Supply),
        .. MemoryMarshal.AsBytes<double>(result.Duals.Capacity),
        .. MemoryMarshal.AsBytes<double>(result.Duals.Slot),
        .. BitConverter.GetBytes(result.Work),
        (byte)result.Status,
        (byte)result.StoppedBy,
    ];
}
