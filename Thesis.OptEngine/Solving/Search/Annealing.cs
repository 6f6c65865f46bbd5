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
        _cells = new Cells(candidates, plan);
        var guesses = new double[candidates.Problem.NgoCount * plan.Prices];
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
        _cells.Draw(ref _random, CellNgos, _crew);
        return Search(temperature, operationsPerNgo, interrupted, out operations);
    }

    /// <summary>Replaces the plan by one in which each NGO chose in turn at the prices of the donations.</summary>
    /// <returns>False when it was interrupted.</returns>
    public bool Build(Func<bool> interrupted, out long operations)
    {
        _cells.Draw(ref _random, CellNgos, _crew);
        return Run(
            (worker, cell) =>
            {
                long before = _patterns[worker].Operations;
                _patterns[worker].Build(cell);
                return _patterns[worker].Operations - before;
            },
            interrupted,
            out operations);
    }

    private bool Search(double temperature, long operationsPerNgo, Func<bool> interrupted, out long operations)
    {
        ulong seed = _random.Next();
        return Run(
            (worker, cell) => Search(worker, cell, seed + (ulong)cell, temperature, operationsPerNgo), interrupted, out operations);
    }

    private bool Run(Func<int, int, long> search, Func<bool> interrupted, out long operations)
    {
        Array.Clear(_spent);
        bool whole = _crew.Run(_cells.Count, (worker, cell) => _spent[cell] = search(worker, cell), interrupted);
        operations = 4L * _cells.OfDonation.Length;
        foreach (long spent in _spent)
        {
            operations += spent;
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
