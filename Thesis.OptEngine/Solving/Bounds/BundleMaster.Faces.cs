namespace Thesis.OptEngine.Solving.Bounds;

/// <content>
/// Steps on a face: all columns that have weight change theirs together, which goes on where one block at a time hardly
/// moves. Conjugate gradients on the weights find the step, preconditioned by the curvature of each column alone; it is
/// then cut to what leaves no weight below 0, and halved until it pays (Moré and Toraldo, SIAM Journal on Optimization 1,
/// 1991).
/// </content>
internal sealed partial class BundleMaster
{
    private const int Directions = 16;
    private const double Solved = 1e-6, ShortestStep = 0.1;
    private readonly List<FreeColumn> _free = [];
    private readonly List<int> _faceStart = []; // into _free, by block with two columns or more that have weight; and the end
    private double[] _change = [], _changeSums = []; // of prices, and their sums by step as in _sums

    /// <summary>Moves the weights of all blocks together as far as that betters the model, if at all.</summary>
    private void MoveOnFace()
    {
        CollectFree();
        if (_free.Count == 0)
        {
            return;
        }

        FindStep();
        double before = Dual();
        for (double part = 1; part >= ShortestStep; part /= 2)
        {
            if (Step(part) + Dual() > before)
            {
                return;
            }
        }

        Step(0);
    }

    private void CollectFree()
    {
        _free.Clear();
        _faceStart.Clear();
        for (int b = 0; b < _blocks.Length; b++)
        {
            int first = _free.Count;
            foreach (var column in _blocks[b])
            {
                if (column.Weight > 0)
                {
                    _free.Add(new FreeColumn(column, b < _ngos ? -1 : 1));
                }
            }

            if (_free.Count < first + 2)
            {
                _free.RemoveRange(first, _free.Count - first);
            }
            else
            {
                _faceStart.Add(first);
            }
        }

        _faceStart.Add(_free.Count);
        if (_change.Length < Dimensions)
        {
            (_change, _changeSums) = (new double[Dimensions], new double[_sums.Length]);
        }
    }

    /// <summary>The step to the best weights of the free columns, as if none had to stay above 0 and no price at 0 would leave it.</summary>
    private void FindStep()
    {
        long parts = 0;
        foreach (var free in _free)
        {
            free.Begin(free.Column.Value + free.Sign * Price(free.Column.Parts), Reach * OwnCurvature(free.Column.Parts));
            parts += free.Column.Parts.Length + 3;
        }

        double along = 0, first = 0;
        for (int i = 0; i < Directions; i++)
        {
            double next = Precondition();
            first = i == 0 ? next : first;
            if (!(next > Solved * first))
            {
                break;
            }

            foreach (var free in _free)
            {
                free.Direction = free.Ascent + (i == 0 ? 0 : next / along * free.Direction);
            }

            Operations += parts + Dimensions / 3;
            double curvature = Curve();
            along = next;
            if (curvature <= 0)
            {
                break;
            }

            foreach (var free in _free)
            {
                free.Step += along / curvature * free.Direction;
                free.Slope -= along / curvature * free.Curved;
            }
        }
    }

    /// <summary>The slopes along which the weights of each block keep their sum, scaled; returns their product with the slopes.</summary>
    private double Precondition()
    {
        double product = 0;
        for (int f = 0; f + 1 < _faceStart.Count; f++)
        {
            double sum = 0, weight = 0;
            for (int i = _faceStart[f]; i < _faceStart[f + 1]; i++)
            {
                sum += _free[i].Slope / _free[i].Curvature;
                weight += 1 / _free[i].Curvature;
            }

            for (int i = _faceStart[f]; i < _faceStart[f + 1]; i++)
            {
                double slope = _free[i].Slope - sum / weight;
                _free[i].Ascent = slope / _free[i].Curvature;
                product += slope * _free[i].Ascent;
            }
        }

        return product;
    }

    private double OwnCurvature(BundlePart[] parts)
    {
        double sum = 1e-300;
        foreach (ref readonly var part in parts.AsSpan())
        {
            sum += part.Grams * part.Grams * _scale[part.Donation] + (part.Row > 0 ? part.Steps : 0);
        }

        return sum;
    }

    /// <summary>What a unit of the direction takes from each slope; returns the direction's curvature.</summary>
    private double Curve()
    {
        Array.Clear(_change);
        foreach (var free in _free)
        {
            MixInto(_change, free.Column.Parts, free.Sign * free.Direction);
        }

        double curvature = ChangePrices();
        foreach (var free in _free)
        {
            double sum = 0;
            foreach (ref readonly var part in free.Column.Parts.AsSpan())
            {
                sum += _change[part.Donation] * part.Grams + _changeSums[part.Row + part.Steps];
            }

            free.Curved = -free.Sign * sum;
        }

        return curvature;
    }

    /// <summary>Makes the change of prices of a change of the residual: those at 0 stay there.</summary>
    private double ChangePrices()
    {
        double curvature = 0;
        for (int d = 0; d < _donations; d++)
        {
            double residual = _prices[d] > 0 ? _change[d] : 0;
            _change[d] = -Reach * _scale[d] * residual;
            curvature -= _change[d] * residual;
        }

        for (int row = _units + 1; row < _sums.Length; row += _units + 1)
        {
            double sum = 0;
            for (int at = PriceOf(row), step = 0; step < _units; step++, at++)
            {
                double residual = _prices[at] > 0 ? _change[at] : 0;
                sum -= Reach * residual;
                curvature += Reach * residual * residual;
                _changeSums[row + step + 1] = sum;
            }
        }

        return curvature;
    }

    /// <summary>Sets the weights a part of the step away from where they began, cut to what leaves none below 0; returns what
    /// the columns are worth more.</summary>
    private double Step(double part)
    {
        double worth = 0;
        for (int f = 0; f + 1 < _faceStart.Count; f++)
        {
            double was = 0, sum = 0;
            for (int i = _faceStart[f]; i < _faceStart[f + 1]; i++)
            {
                was += _free[i].Start;
                sum += _free[i].At(part);
            }

            for (int i = _faceStart[f]; i < _faceStart[f + 1]; i++)
            {
                var free = _free[i];
                double weight = sum > 0 ? free.At(part) * was / sum : free.Start;
                worth += (weight - free.Start) * free.Column.Value;
                MixInto(_residual, free.Column.Parts, free.Sign * (weight - free.Column.Weight));
                free.Column.Weight = weight;
                free.Column.Used = _iteration;
            }
        }

        Reprice();
        return worth;
    }

    /// <summary>The model with its penalty, but for what the columns are worth.</summary>
    private double Dual()
    {
        double sum = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            double away = _prices[i] - _center[i];
            sum += _prices[i] * _residual[i] + away * away / (2 * Reach * (i < _donations ? _scale[i] : 1));
        }

        return sum;
    }

    /// <summary>A column with weight, and where its weight is going.</summary>
    private sealed class FreeColumn(BundleColumn column, int sign)
    {
        public BundleColumn Column => column;

        /// <summary>−1 for an NGO's, 1 for a donation's.</summary>
        public int Sign => sign;

        public double Start { get; } = column.Weight;

        public double Step { get; set; }

        /// <summary>What the model gains by a unit more of weight, at the step.</summary>
        public double Slope { get; set; }

        /// <summary>What the column's own weight takes from its slope, a unit.</summary>
        public double Curvature { get; private set; }

        public double Ascent { get; set; }

        public double Direction { get; set; }

        /// <summary>What a unit of all directions takes from the slope.</summary>
        public double Curved { get; set; }

        public void Begin(double slope, double curvature) => (Slope, Curvature) = (slope, curvature);

        public double At(double part) => Math.Max(0, Start + part * Step);
    }
}
