using Google.OrTools.Sat;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>
/// A problem in whole numbers: grams and a yes or no of every arc, values in billionths of a kg-equivalent, rounded up so that
/// a bound stays one.
/// </summary>
internal sealed class CpSatModel
{
    /// <summary>What the objective counts: six decimals of a value per kg, on every gram.</summary>
    private const double Unit = 1e-9;

    private readonly AllocationProblem _problem;
    private readonly CpModel _model = new();
    private readonly IntVar[] _grams;
    private readonly BoolVar[] _used;

    public CpSatModel(AllocationProblem problem)
    {
        _problem = problem;
        (_grams, _used) = (new IntVar[problem.ArcCount], new BoolVar[problem.ArcCount]);
        for (int a = 0; a < _grams.Length; a++)
        {
            (_grams[a], _used[a]) = (_model.NewIntVar(0, problem.ArcUpper[a], $"x{a}"), _model.NewBoolVar($"y{a}"));
            _model.Add(_grams[a] <= problem.ArcUpper[a] * _used[a]);
            _model.Add(_grams[a] >= problem.MinLot[problem.ArcDonation[a]] * _used[a]);
        }

        Limit(problem.ArcDonation, problem.Supply, _grams);
        Limit(problem.ArcNgo, problem.Capacity, _grams);
        Limit(problem.ArcNgo, Array.ConvertAll(problem.Slots.ToArray(), slots => (long)slots), _used);
        LimitClasses();
        Maximise();
    }

    /// <summary>Solves; what is asked of it is a string of CP-SAT's parameters.</summary>
    /// <param name="parameters">In protobuf's text form.</param>
    /// <param name="start">A solution to start from.</param>
    /// <param name="cancellationToken">Ends it with the best solution so far.</param>
    public CpSatAnswer Solve(string parameters, AllocationSolution start, CancellationToken cancellationToken)
    {
        Hint(start);
        using var solver = new CpSolver { StringParameters = parameters };
        using var stop = cancellationToken.Register(solver.StopSearch);
        var status = solver.Solve(_model);
        bool any = status is CpSolverStatus.Optimal or CpSolverStatus.Feasible;
        return new CpSatAnswer(
            any ? Read(solver) : AllocationSolution.Empty,
            any || solver.BestObjectiveBound != 0 ? solver.BestObjectiveBound * Unit : double.PositiveInfinity,
            status == CpSolverStatus.Optimal,
            solver.Response?.DeterministicTime ?? 0);
    }

    private AllocationSolution Read(CpSolver solver) => new(
    [
        .. Enumerable.Range(0, _grams.Length).Where(a => solver.Value(_grams[a]) > 0)
            .Select(a => new Allocation(_problem.ArcDonation[a], _problem.ArcNgo[a], solver.Value(_grams[a]))),
    ]);

    private void Limit(ReadOnlySpan<int> ends, ReadOnlySpan<long> limits, IntVar[] variables)
    {
        var rows = new LinearExprBuilder?[limits.Length];
        for (int a = 0; a < variables.Length; a++)
        {
            (rows[ends[a]] ??= LinearExpr.NewBuilder()).Add(variables[a]);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] is { } row)
            {
                _model.Add(row <= limits[i]);
            }
        }
    }

    private void LimitClasses()
    {
        if (_problem.ClassCount > 0)
        {
            int[] places = [.. Enumerable.Range(0, _grams.Length).Select(_problem.ClassPlace)];
            Limit(places, _problem.ClassLimits, _grams);
        }
    }

    private void Maximise()
    {
        var objective = LinearExpr.NewBuilder();
        for (int a = 0; a < _grams.Length; a++)
        {
            objective.AddTerm(_grams[a], (long)Math.Ceiling(Math.Round(_problem.ArcValue[a] / 1000 / Unit, 3)));
            objective.AddTerm(_used[a], -(long)Math.Floor(Math.Round(_problem.ArcCost[a] / Unit, 3)));
        }

        _model.Maximize(objective);
    }

    private void Hint(AllocationSolution start)
    {
        _model.ClearHints();
        var grams = start.Allocations.ToDictionary(a => _problem.FindArc(a.Donation, a.Ngo), a => a.Grams);
        for (int a = 0; a < _grams.Length && grams.Count > 0; a++)
        {
            long shipped = grams.GetValueOrDefault(a);
            _model.AddHint(_grams[a], shipped);
            _model.AddHint(_used[a], shipped > 0);
        }
    }
}

/// <summary>What CP-SAT found.</summary>
/// <param name="Solution">Its best solution; empty if it has none.</param>
/// <param name="Bound">What no solution exceeds; infinite if it does not know.</param>
/// <param name="IsOptimal">Whether the solution is proven best.</param>
/// <param name="Effort">What it counts as seconds of work, the same on every machine.</param>
internal readonly record struct CpSatAnswer(AllocationSolution Solution, double Bound, bool IsOptimal, double Effort);
