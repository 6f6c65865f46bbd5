using Google.OrTools.LinearSolver;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.OrTools;

/// <summary>
/// The mixed-integer form of a problem: x (kg) and y (0 or 1) of every arc; rows for supply, capacity, slots and storage
/// classes and, for every arc, x ≤ u·y and x ≥ m·y.
/// </summary>
internal sealed class MixedIntegerModel
{
    private readonly AllocationProblem _problem;
    private readonly Solver _solver;
    private readonly Variable[] _x, _y;

    /// <summary>States the problem to a solver that knows none yet.</summary>
    public MixedIntegerModel(AllocationProblem problem, Solver solver)
    {
        (_problem, _solver) = (problem, solver);
        _x = [.. Enumerable.Range(0, problem.ArcCount).Select(a => solver.MakeNumVar(0, Kg(problem.ArcUpper[a]), $"x{a}"))];
        _y = [.. Enumerable.Range(0, problem.ArcCount).Select(a => solver.MakeBoolVar($"y{a}"))];
        StateObjective(solver.Objective());
        StateLimits();
        StateLots();
    }

    /// <summary>The best solution of the solver, in whole grams.</summary>
    public AllocationSolution Read() =>
        GeneralSolver.Round(_problem, [.. _x.Select(x => x.SolutionValue()), .. _y.Select(y => y.SolutionValue())]);

    private void StateObjective(Objective objective)
    {
        objective.SetMaximization();
        for (int a = 0; a < _x.Length; a++)
        {
            objective.SetCoefficient(_x[a], _problem.ArcValue[a]);
            objective.SetCoefficient(_y[a], -_problem.ArcCost[a]);
        }
    }

    private void StateLimits()
    {
        var supply = AtMost(_problem.Supply);
        var capacity = AtMost(_problem.Capacity);
        var classes = AtMost(_problem.ClassLimits);
        var slots = Array.ConvertAll(_problem.Slots.ToArray(), k => _solver.MakeConstraint(double.NegativeInfinity, k));
        for (int a = 0; a < _x.Length; a++)
        {
            int d = _problem.ArcDonation[a], n = _problem.ArcNgo[a];
            supply[d].SetCoefficient(_x[a], 1);
            capacity[n].SetCoefficient(_x[a], 1);
            slots[n].SetCoefficient(_y[a], 1);
            if (classes.Length > 0)
            {
                classes[n * _problem.ClassCount + _problem.DonationClass[d]].SetCoefficient(_x[a], 1);
            }
        }
    }

    private void StateLots()
    {
        for (int a = 0; a < _x.Length; a++)
        {
            Link(_solver.MakeConstraint(double.NegativeInfinity, 0), a, _problem.ArcUpper[a]);
            Link(_solver.MakeConstraint(0, double.PositiveInfinity), a, _problem.MinLot[_problem.ArcDonation[a]]);
        }
    }

    private void Link(Constraint row, int arc, long grams)
    {
        row.SetCoefficient(_x[arc], 1);
        row.SetCoefficient(_y[arc], -Kg(grams));
    }

    private Constraint[] AtMost(ReadOnlySpan<long> grams) =>
        Array.ConvertAll(grams.ToArray(), g => _solver.MakeConstraint(double.NegativeInfinity, Kg(g)));

    private static double Kg(long grams) => grams / 1000.0;
}
