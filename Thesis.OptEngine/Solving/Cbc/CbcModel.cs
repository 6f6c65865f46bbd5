using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Cbc;

/// <summary>
/// The mixed-integer form of a problem, by columns: x (kg) then y (0 or 1) of every arc; rows for supply, capacity,
/// slots and storage classes and, for every arc, x ≤ u·y and x ≥ m·y.
/// </summary>
internal sealed class CbcModel
{
    private readonly AllocationProblem _problem;
    private readonly List<int> _index = [];
    private readonly List<double> _value = [];
    private readonly int[] _start;
    private readonly double[] _columnUpper, _objective, _rowLower, _rowUpper;
    private readonly int _arcs, _donations, _ngos;

    public CbcModel(AllocationProblem problem)
    {
        _problem = problem;
        (_arcs, _donations, _ngos) = (problem.ArcCount, problem.DonationCount, problem.NgoCount);
        _start = new int[2 * _arcs + 1];
        (_columnUpper, _objective) = (new double[2 * _arcs], new double[2 * _arcs]);
        int rows = Link(_arcs) + problem.ClassLimits.Length;
        (_rowLower, _rowUpper) = (new double[rows], new double[rows]);
        AddRows();
        AddColumns();
    }

    /// <summary>Hands the model to CBC, to be minimised: the objective is turned round.</summary>
    public void Load(nint model)
    {
        var lower = new double[2 * _arcs];
        CbcLibrary.LoadProblem(
            model, 2 * _arcs, _rowLower.Length, _start, _index.ToArray(), _value.ToArray(),
            lower, _columnUpper, _objective, _rowLower, _rowUpper);
        for (int a = 0; a < _arcs; a++)
        {
            CbcLibrary.SetInteger(model, _arcs + a);
        }
    }

    private int Link(int arc) => _donations + 2 * _ngos + 2 * arc;

    private void AddRows()
    {
        Array.Fill(_rowLower, double.NegativeInfinity);
        for (int d = 0; d < _donations; d++)
        {
            _rowUpper[d] = Kg(_problem.Supply[d]);
        }

        for (int n = 0; n < _ngos; n++)
        {
            _rowUpper[_donations + n] = Kg(_problem.Capacity[n]);
            _rowUpper[_donations + _ngos + n] = _problem.Slots[n];
        }

        for (int a = 0; a < _arcs; a++)
        {
            _rowUpper[Link(a)] = 0;
            (_rowLower[Link(a) + 1], _rowUpper[Link(a) + 1]) = (0, double.PositiveInfinity);
        }

        for (int i = 0; i < _problem.ClassLimits.Length; i++)
        {
            _rowUpper[Link(_arcs) + i] = Kg(_problem.ClassLimits[i]);
        }
    }

    private void AddColumns()
    {
        for (int a = 0; a < _arcs; a++)
        {
            _start[a] = _index.Count;
            (_columnUpper[a], _objective[a]) = (Kg(_problem.ArcUpper[a]), -_problem.ArcValue[a]);
            Entry(_problem.ArcDonation[a], 1);
            Entry(_donations + _problem.ArcNgo[a], 1);
            Entry(Link(a), 1);
            Entry(Link(a) + 1, 1);
            if (_problem.ClassCount > 0)
            {
                Entry(Link(_arcs) + _problem.ArcNgo[a] * _problem.ClassCount + _problem.DonationClass[_problem.ArcDonation[a]], 1);
            }
        }

        for (int a = 0; a < _arcs; a++)
        {
            _start[_arcs + a] = _index.Count;
            (_columnUpper[_arcs + a], _objective[_arcs + a]) = (1, _problem.ArcCost[a]);
            Entry(_donations + _ngos + _problem.ArcNgo[a], 1);
            Entry(Link(a), -Kg(_problem.ArcUpper[a]));
            Entry(Link(a) + 1, -Kg(_problem.MinLot[_problem.ArcDonation[a]]));
        }

        _start[2 * _arcs] = _index.Count;
    }

    private void Entry(int row, double value)
    {
        _index.Add(row);
        _value.Add(value);
    }

    private static double Kg(long grams) => grams / 1000.0;
}
