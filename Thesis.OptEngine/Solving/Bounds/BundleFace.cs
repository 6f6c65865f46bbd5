namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The face of the master problem that its columns with weight span: those columns, block by block, with their deliveries
/// side by side in memory, and the prices that these touch. A weight that changes on a delivery of so many steps changes
/// the residual of all steps up to there: it is noted at the last of them, and added up from the top for all columns at once.
/// </summary>
internal sealed class BundleFace(int donations, int units)
{
    private readonly List<BundleColumn> _columns = [];
    private readonly List<int> _starts = [0], _donations = [], _rows = [];
    private readonly double[] _donationChange = new double[donations];
    private readonly bool[] _isDonation = new bool[donations];
    private bool[] _isRow = [];
    private double[] _stepChange = [];
    private int[] _partStart = new int[64];
    private Part[] _parts = new Part[256];
    private sbyte[] _sign = new sbyte[64];

    /// <summary>Columns, those of a block side by side.</summary>
    public int Count => _columns.Count;

    /// <summary>Blocks with two columns or more.</summary>
    public int Blocks => _starts.Count - 1;

    /// <summary>Where the columns of each block begin; one more for the end.</summary>
    public IReadOnlyList<int> Starts => _starts;

    /// <summary>Donations whose price the columns touch.</summary>
    public List<int> Donations => _donations;

    /// <summary>Rows of step prices that the columns touch.</summary>
    public List<int> Rows => _rows;

    /// <summary>Change by donation: of the residual after <see cref="Mix"/>.</summary>
    public double[] DonationChange => _donationChange;

    /// <summary>Change by row and step, laid out as the master's sums: after <see cref="Mix"/>, noted at the last step.</summary>
    public double[] StepChange => _stepChange;

    /// <summary>About how many operations it takes to go over all deliveries and prices once.</summary>
    public long Size => 2L * _partStart[Count] + 3 * Count + _donations.Count + (long)_rows.Count * units / 2;

    public BundleColumn Column(int i) => _columns[i];

    /// <summary>Forgets all columns.</summary>
    /// <param name="sums">Length of the master's sums by row and step.</param>
    public void Clear(int sums)
    {
        foreach (int d in _donations)
        {
            _isDonation[d] = false;
        }

        foreach (int row in _rows)
        {
            _isRow[row / (units + 1)] = false;
        }

        _columns.Clear();
        _donations.Clear();
        _rows.Clear();
        _starts.Clear();
        _starts.Add(0);
        _partStart[0] = 0;
        if (_stepChange.Length < sums)
        {
            (_stepChange, _isRow) = (new double[sums], new bool[(sums / (units + 1)) + 1]);
        }
    }

    /// <summary>Adds the columns of a block that have weight, if they are two or more.</summary>
    public void Add(List<BundleColumn> block, int sign)
    {
        int first = Count;
        foreach (var column in block)
        {
            if (column.Weight > 0)
            {
                _columns.Add(column);
            }
        }

        if (Count < first + 2)
        {
            _columns.RemoveRange(first, Count - first);
            return;
        }

        _starts.Add(Count);
        for (int i = first; i < Count; i++)
        {
            Add(i, _columns[i].Parts, sign);
        }
    }

    /// <summary>Adds an amount of a column to the change of the residual.</summary>
    public void Mix(int i, double amount)
    {
        amount *= _sign[i];
        foreach (ref readonly var part in Parts(i))
        {
            _donationChange[part.Donation] += amount * part.Grams;
            _stepChange[part.Sum] += amount;
        }
    }

    /// <summary>A column's grams and steps times prices, or changes of them, with the column's sign.</summary>
    /// <param name="i">The column.</param>
    /// <param name="byDonation">Prices of donations.</param>
    /// <param name="sums">Sums of the prices of steps, by row and step.</param>
    public double Price(int i, double[] byDonation, double[] sums)
    {
        double sum = 0;
        foreach (ref readonly var part in Parts(i))
        {
            sum += byDonation[part.Donation] * part.Grams + sums[part.Sum];
        }

        return _sign[i] * sum;
    }

    /// <summary>What a unit of a column's own weight takes from its slope.</summary>
    public double Curvature(int i, double[] scale)
    {
        double sum = 1e-300;
        foreach (ref readonly var part in Parts(i))
        {
            sum += part.Grams * part.Grams * scale[part.Donation] + (part.Sum > 0 ? part.Sum % (units + 1) : 0);
        }

        return sum;
    }

    /// <summary>Turns the changes noted at last steps into those of every step.</summary>
    public void AddUp()
    {
        foreach (int row in _rows)
        {
            for (int step = row + units - 1; step > row; step--)
            {
                _stepChange[step] += _stepChange[step + 1];
            }

            _stepChange[row] = 0; // No step at all is asked for there.
        }

        _stepChange[0] = 0; // Nor where steps have no prices.
    }

    /// <summary>The changes of a row's steps.</summary>
    public Span<double> Changes(int row) => _stepChange.AsSpan(row + 1, units);

    /// <summary>Takes all changes back to 0.</summary>
    public void ClearChange()
    {
        foreach (int d in _donations)
        {
            _donationChange[d] = 0;
        }

        foreach (int row in _rows)
        {
            Array.Clear(_stepChange, row, units + 1);
        }

        _stepChange[0] = 0;
    }

    private ReadOnlySpan<Part> Parts(int i) => _parts.AsSpan(_partStart[i], _partStart[i + 1] - _partStart[i]);

    private void Add(int i, BundlePart[] parts, int sign)
    {
        int at = _partStart[i], end = at + parts.Length;
        if (i + 1 >= _partStart.Length)
        {
            Array.Resize(ref _partStart, 2 * _partStart.Length);
            Array.Resize(ref _sign, _partStart.Length);
        }

        if (end > _parts.Length)
        {
            Array.Resize(ref _parts, Math.Max(end, 2 * _parts.Length));
        }

        (_sign[i], _partStart[i + 1]) = ((sbyte)sign, end);
        foreach (ref readonly var part in parts.AsSpan())
        {
            _parts[at++] = new Part(part.Donation, part.Row > 0 ? part.Row + part.Steps : 0, part.Grams);
            Touch(part);
        }
    }

    private void Touch(in BundlePart part)
    {
        if (!_isDonation[part.Donation])
        {
            _isDonation[part.Donation] = true;
            _donations.Add(part.Donation);
        }

        if (part.Row > 0 && !_isRow[part.Row / (units + 1)])
        {
            _isRow[part.Row / (units + 1)] = true;
            _rows.Add(part.Row);
        }
    }

    /// <summary>A delivery: its donation, its place in the sums of step prices, its grams.</summary>
    private readonly record struct Part(int Donation, int Sum, double Grams);
}
