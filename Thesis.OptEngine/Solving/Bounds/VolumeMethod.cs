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
    private const double LongestStep = 2, Longer = 1.15, Shorter = 0.66, LargestMix = 0.2;
    private const int MostReds = 12; // failures in a row that shorten the step
    private readonly PriceBound _bound;
    private readonly double[] _prices, _scale, _trial, _gradient, _direction;
    private double _step, _mix, _mixReference;
    private int _reds, _iterations;

    /// <param name="bound">The bound.</param>
    /// <param name="start">Prices to start from.</param>
    /// <param name="scale">Units in which they are measured.</param>
    /// <param name="step">First step length, as a part of the distance to the target.</param>
    public VolumeMethod(
        PriceBound bound, ReadOnlySpan<double> start, ReadOnlySpan<double> scale, double step)
    {
        (_bound, _step, _mix) = (bound, step, LargestMix);
        (_prices, _scale, Dimensions) = (start.ToArray(), scale.ToArray(), start.Length);
        (_trial, _gradient, _direction) = (new double[Dimensions], new double[Dimensions], new double[Dimensions]);
        Best = _mixReference = bound(_prices, _gradient);
        _gradient.CopyTo(_direction, 0);
    }

    /// <summary>Prices in all.</summary>
    public int Dimensions { get; }

    /// <summary>The best bound so far.</summary>
    public double Best { get; private set; }

    /// <summary>The prices that give the best bound.</summary>
    public ReadOnlySpan<double> Prices => _prices.AsSpan(0, Dimensions);

    /// <summary>One evaluation. <paramref name="target"/> is a value the bound cannot reach, such as the incumbent's.</summary>
    public void Iterate(double target)
    {
        double norm = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            double d = _direction[i] * _scale[i];
            norm += _prices[i] <= 0 && d > 0 ? 0 : d * d;
        }

        double length = norm > 0 ? _step * Math.Max(0, Best - target) / norm : 0;
        for (int i = 0; i < Dimensions; i++)
        {
            _trial[i] = Math.Max(0, _prices[i] - length * _scale[i] * _scale[i] * _direction[i]);
        }

        double value = _bound(_trial.AsSpan(0, Dimensions), _gradient.AsSpan(0, Dimensions));
        Adapt(value, Average());
    }

    /// <summary>Mixes the new subgradient into the direction; returns whether the old direction still pointed down.</summary>
    private bool Average()
    {
        double along = 0, difference = 0, cross = 0;
        for (int i = 0; i < Dimensions; i++)
        {
            double s = _scale[i], g = _gradient[i] * s, d = _direction[i] * s;
            along += g * d;
            difference += (d - g) * (d - g);
            cross += d * (d - g);
        }

        double mix = difference > 0 ? Math.Clamp(cross / difference, _mix / 10, _mix) : _mix;
        for (int i = 0; i < Dimensions; i++)
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
            _trial.AsSpan(0, Dimensions).CopyTo(_prices);
            _reds = 0;
            _step = stillDown ? Math.Min(LongestStep, _step * Longer) : _step;
        }
        else if (++_reds >= MostReds)
        {
            (_reds, _step) = (0, _step * Shorter);
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
