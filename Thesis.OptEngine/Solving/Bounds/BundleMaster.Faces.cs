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
    private const double Solved = 1e-6, ShortestStep = 0.1, Flat = 1e-9;
    private readonly BundleFace _face;
    private Weights[] _free = [];

    /// <summary>Moves the weights of all blocks together as far as that betters the model, if at all.</summary>
    private void MoveOnFace()
    {
        CollectFree();
        if (_face.Count == 0)
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
        _face.Clear(_sums.Length);
        for (int b = 0; b < _blocks.Length; b++)
        {
            _face.Add(_blocks[b], b < _ngos ? -1 : 1);
        }

        if (_free.Length < _face.Count)
        {
            _free = new Weights[Math.Max(_face.Count, 2 * _free.Length)];
        }

        Operations += _blocks.Length + _face.Size / 2;
    }

    /// <summary>The step to the best weights of the free columns, as if none had to stay above 0 and no price at 0 would leave it.</summary>
    private void FindStep()
    {
        var free = _free.AsSpan(0, _face.Count);
        for (int i = 0; i < free.Length; i++)
        {
            var column = _face.Column(i);
            free[i] = new Weights
            {
                Start = column.Weight,
                Slope = column.Value + _face.Price(i, _prices, _sums),
                Curvature = Reach * _face.Curvature(i, _scale),
            };
        }

        double along = 0, first = 0;
        for (int round = 0; round < Directions; round++)
        {
            double next = Precondition(free);
            first = round == 0 ? next : first;
            if (!(next > Solved * first))
            {
                break;
            }

            double size = Redirect(free, round == 0 ? 0 : next / along);
            double curvature = ChangePrices();
            along = next;

            // Along what moves no price the model is flat, and its best weights lie at no place in particular.
            bool bent = curvature > Flat * size;
            if (bent)
            {
                Advance(free, along / curvature);
            }

            _face.ClearChange();
            if (!bent)
            {
                break;
            }
        }
    }

    /// <summary>Points the direction to the ascent, keeping a part of where it went before, and makes its change of the
    /// residual; returns its curvature as if each column were alone.</summary>
    private double Redirect(Span<Weights> free, double keep)
    {
        double size = 0;
        for (int i = 0; i < free.Length; i++)
        {
            double direction = free[i].Ascent + keep * free[i].Direction;
            free[i].Direction = direction;
            size += free[i].Curvature * direction * direction;
            _face.Mix(i, direction);
        }

        Operations += 3 * _face.Size / 4;
        return size;
    }

    /// <summary>Goes along the direction, whose change of prices has been made.</summary>
    private void Advance(Span<Weights> free, double length)
    {
        for (int i = 0; i < free.Length; i++)
        {
            free[i].Step += length * free[i].Direction;
            free[i].Slope += length * _face.Price(i, _face.DonationChange, _face.StepChange);
        }
    }

    /// <summary>The slopes along which the weights of each block keep their sum, scaled; returns their product with the slopes.</summary>
    private double Precondition(Span<Weights> free)
    {
        double product = 0;
        for (int block = 0; block < _face.Blocks; block++)
        {
            var own = free[_face.Starts[block].._face.Starts[block + 1]];
            double sum = 0, weight = 0;
            foreach (ref readonly var w in own)
            {
                sum += w.Slope / w.Curvature;
                weight += 1 / w.Curvature;
            }

            foreach (ref var w in own)
            {
                double slope = w.Slope - sum / weight;
                w.Ascent = slope / w.Curvature;
                product += slope * w.Ascent;
            }
        }

        return product;
    }

    /// <summary>Makes the change of prices of a change of the residual: those at 0 stay there. Returns the change's curvature.</summary>
    private double ChangePrices()
    {
        double curvature = 0;
        double[] byDonation = _face.DonationChange;
        foreach (int d in _face.Donations)
        {
            double residual = _prices[d] > 0 ? byDonation[d] : 0;
            byDonation[d] = -Reach * _scale[d] * residual;
            curvature -= byDonation[d] * residual;
        }

        _face.AddUp();
        foreach (int row in _face.Rows)
        {
            double sum = 0;
            var changes = _face.Changes(row);
            var prices = _prices.AsSpan(PriceOf(row), _units);
            for (int step = 0; step < changes.Length; step++)
            {
                double residual = prices[step] > 0 ? changes[step] : 0;
                sum -= Reach * residual;
                curvature += Reach * residual * residual;
                changes[step] = sum;
            }
        }

        return curvature;
    }

    /// <summary>Sets the weights a part of the step away from where they began, cut to what leaves none below 0; returns what
    /// the columns are worth more.</summary>
    private double Step(double part)
    {
        double worth = 0;
        for (int block = 0; block < _face.Blocks; block++)
        {
            var (from, to) = (_face.Starts[block], _face.Starts[block + 1]);
            double was = 0, sum = 0;
            for (int i = from; i < to; i++)
            {
                was += _free[i].Start;
                sum += _free[i].At(part);
            }

            for (int i = from; i < to; i++)
            {
                var column = _face.Column(i);
                double weight = sum > 0 ? _free[i].At(part) * was / sum : _free[i].Start;
                worth += (weight - _free[i].Start) * column.Value;
                _face.Mix(i, weight - column.Weight);
                column.Weight = weight;
                column.Used = _iteration;
            }
        }

        ChangeResidual();
        Operations += 3 * _face.Size / 4;
        return worth;
    }

    /// <summary>Makes the change of the residual, and prices what it touches.</summary>
    private void ChangeResidual()
    {
        foreach (int d in _face.Donations)
        {
            _residual[d] += _face.DonationChange[d];
            _prices[d] = Math.Max(0, _center[d] - Reach * _scale[d] * _residual[d]);
        }

        _face.AddUp();
        foreach (int row in _face.Rows)
        {
            var changes = _face.Changes(row);
            var residual = _residual.AsSpan(PriceOf(row), _units);
            for (int step = 0; step < changes.Length; step++)
            {
                residual[step] += changes[step];
            }

            SumUp(row, 0);
        }

        _face.ClearChange();
    }

    /// <summary>The model with its penalty, but for what the columns are worth and for prices that the face does not touch.</summary>
    private double Dual()
    {
        double sum = 0;
        foreach (int d in _face.Donations)
        {
            sum += Dual(d, _scale[d]);
        }

        foreach (int row in _face.Rows)
        {
            for (int at = PriceOf(row), end = at + _units; at < end; at++)
            {
                sum += Dual(at, 1);
            }
        }

        return sum;
    }

    private double Dual(int at, double scale)
    {
        double away = _prices[at] - _center[at];
        return _prices[at] * _residual[at] + away * away / (2 * Reach * scale);
    }

    /// <summary>The weight of a column of the face, and where it is going.</summary>
    private struct Weights
    {
        public double Start;
        public double Step;

        /// <summary>What the model gains by a unit more of weight, at the step.</summary>
        public double Slope;

        /// <summary>What the column's own weight takes from its slope, a unit.</summary>
        public double Curvature;
        public double Ascent;
        public double Direction;

        public readonly double At(double part) => Math.Max(0, Start + part * Step);
    }
}
