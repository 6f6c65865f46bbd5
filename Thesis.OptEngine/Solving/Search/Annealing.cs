using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// Simulated annealing in rounds. A round divides the problem into cells and searches each with its own random numbers
/// and its own share of work, so that its outcome does not depend on which thread searches which cell, or when.
/// </summary>
internal sealed class Annealing
{
    private const int CellNgos = 50;
    private readonly WorkCrew _crew;
    private readonly Cells _cells;
    private readonly PatternSearch[] _patterns;
    private readonly ChainSearch[] _chains;
    private readonly long[] _spent;
    private RandomSource _random = new(1);

    /// <param name="candidates">The arcs searched.</param>
    /// <param name="plan">The plan to better.</param>
    /// <param name="supply">Price per gram of each donation.</param>
    /// <param name="crew">The threads that search.</param>
    public Annealing(Candidates candidates, Plan plan, double[] supply, WorkCrew crew)
    {
        _crew = crew;
        _cells = new Cells(candidates, plan, CellNgos);
        var guesses = new double[candidates.Problem.NgoCount];
        (_patterns, _chains) = (new PatternSearch[crew.Threads], new ChainSearch[crew.Threads]);
        for (int i = 0; i < crew.Threads; i++)
        {
            _patterns[i] = new PatternSearch(candidates, plan, _cells, supply, guesses);
            _chains[i] = new ChainSearch(candidates, plan, _cells);
        }

        _spent = new long[candidates.Problem.NgoCount];
    }

    /// <summary>One round. False when it was interrupted: the plan then depends on when that was.</summary>
    /// <param name="temperature">Loss that a step is accepted with at a chance of 1/e.</param>
    /// <param name="operationsPerNgo">Work of the round.</param>
    /// <param name="interrupted">Asked before each cell.</param>
    /// <param name="operations">Operations spent.</param>
    public bool Round(double temperature, long operationsPerNgo, Func<bool> interrupted, out long operations)
    {
        _cells.Draw(ref _random, []);
        return Search(_cells.Count, temperature, operationsPerNgo, interrupted, out operations);
    }

    /// <summary>A round in the cells about some NGOs alone.</summary>
    /// <inheritdoc cref="Round"/>
    public bool Near(
        IReadOnlyCollection<int> ngos, double temperature, long operationsPerNgo, Func<bool> interrupted, out long operations)
    {
        int cells = _cells.Draw(ref _random, ngos);
        return Search(cells, temperature, operationsPerNgo, interrupted, out operations);
    }

    private bool Search(int cells, double temperature, long operationsPerNgo, Func<bool> interrupted, out long operations)
    {
        ulong seed = _random.Next();
        bool whole = _crew.Run(
            cells,
            (worker, cell) => _spent[cell] = Search(worker, cell, seed + (ulong)cell, temperature, operationsPerNgo),
            interrupted);
        operations = 4L * _cells.OfDonation.Length;
        for (int cell = 0; cell < cells; cell++)
        {
            operations += _spent[cell];
        }

        return whole;
    }

    private long Search(int worker, int cell, ulong seed, double temperature, long operationsPerNgo)
    {
        var (patterns, chains) = (_patterns[worker], _chains[worker]);
        long before = patterns.Operations + chains.Operations, operations = operationsPerNgo * _cells.Ngos(cell).Length;
        long chained = operations / 4;
        patterns.Run(cell, seed, temperature, operations - chained);
        chains.Run(cell, ~seed, temperature, chained);
        return patterns.Operations + chains.Operations - before;
    }
}
