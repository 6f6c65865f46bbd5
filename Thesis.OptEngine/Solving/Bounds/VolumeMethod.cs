namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>A convex function of prices ≥ 0 that bounds the optimum from above: its value and a subgradient.</summary>
internal delegate double PriceBound(ReadOnlySpan<double> prices, Span<double> subgradient);

/// <summary>
/// The volume algorithm (Barahona and Anbil, Mathematical Programming 87, 2000): a subgradient method that steps from
/// the best prices known along an exponential average of subgradients, which converges to a primal residual.
/// Prices are measured in units of <c>scale</c>, so that a gram and a delivery can be moved by one step length.
/// </summary>
internal sealed class VolumeMethod
{
    private const int RedsBeforeShorter = 12;
    private const double LongestStep = 2;
    private readonly double[] _scale, _trial, _gradient, _direction;
    private readonly PriceBound _bound;
    private double _step, _mix = 0.2, _mixReference;
    private int _reds, _iterations;

    public VolumeMethod(PriceBound bound, double[] start, double[] scale, double step)
    {
        (_bound, Prices, _scale, _step) = (bound, (double[])start.Clone(), scale, step);
        _trial = new double[start.Length];
        _gradient = new double[start.Length];
        _direction = new double[start.Length];
        Best = _mixReference = bound(Prices, _gradient);
        _gradient.CopyTo(_direction, 0);
    }

    /// <summary>The best bound so far and the prices that give it.</summary>
    public double Best { get; private set; }
    public double[] Prices { get; }

    /// <summary>Step length as a part of the distance to the target; small when the method has converged.</summary>
    public double Step => _step;

    /// <summary>One evaluation. <paramref name="target"/> is a value the bound cannot reach, such as the incumbent's.</summary>
    public void Iterate(double target)
    {
        double norm = 0;
        for (int i = 0; i < _trial.Length; i++)
        {
            double d = _direction[i] * _scale[i];
            norm += Prices[i] <= 0 && d > 0 ? 0 : d * d;
        }

        double length = norm > 0 ? _step * Math.Max(0, Best - target) / norm : 0;
        for (int i = 0; i < _trial.Length; i++)
        {
            _trial[i] = Math.Max(0, Prices[i] - length * _scale[i] * _scale[i] * _direction[i]);
        }

        double value = _bound(_trial, _gradient);
        Adapt(value, Average());
    }

    /// <summary>Mixes the new subgradient into the direction; returns whether the old direction still pointed down.</summary>
    private bool Average()
    {
        double along = 0, difference = 0, cross = 0;
        for (int i = 0; i < _gradient.Length; i++)
        {
            double s = _scale[i], g = _gradient[i] * s, d = _direction[i] * s;
            along += g * d;
            difference += (d - g) * (d - g);
            cross += d * (d - g);
        }

        double mix = difference > 0 ? Math.Clamp(cross / difference, _mix / 10, _mix) : _mix;
        for (int i = 0; i < _gradient.Length; i++)
        {
            _direction[i] += mix * (_gradient[i] - _direction[i]);
        }

        return along > 0;
    }

    private void Adapt(double value, bool stillDown)
    {
        if (value < Best)
        {
            Best = value;
            _trial.CopyTo(Prices, 0);
            _reds = 0;
            _step = stillDown ? Math.Min(LongestStep, _step * 1.15) : _step;
        }
        else if (++_reds >= RedsBeforeShorter)
        {
            (_reds, _step) = (0, _step * 0.66);
        }

        if (++_iterations % 50 == 0)
        {
            if (_mixReference - Best < 0.0005 * Math.Abs(Best) && _mix > 1e-3)
            {
                _mix *= 0.6;
            }

            _mixReference = Best;
        }
    }
}
