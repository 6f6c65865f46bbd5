namespace Thesis.OptEngine.Solving.Bounds;

/// <content>The relaxation of a node: a price of capacity, and the choices on both sides of the best one.</content>
internal sealed partial class DeliveryKnapsack
{
    /// <summary>Minimises over μ ≥ 0; leaves the choices just left and just right of the minimum. Unless the whole way is
    /// asked for, it goes only as far as it takes to see that the node is not settled: convex, the relaxation lies above the
    /// point where its tangents meet.</summary>
    private double Relax(bool whole, out double price)
    {
        price = 0;
        if (_requiredCount > _slots)
        {
            return double.NegativeInfinity;
        }

        double leftMu = -1, leftValue = 0, leftSlope = 0, rightMu = -1, rightValue = 0, rightSlope = 0;
        double high = _items.HighestRate() * 1.001, mu = _guess;
        for (int i = 0, widen = 0; i < MaxTangents; i++)
        {
            double slope = Tangent(mu, out double value);
            if (_nodes == 1 && i == 0)
            {
                (_firstValue, _firstBar) = (value, _top.Bar);
            }

            bool touches = leftMu >= 0 && rightMu >= 0
                && value <= leftValue + leftSlope * (mu - leftMu) + Tolerance * Math.Abs(value);
            if (slope < 0)
            {
                (leftMu, leftValue, leftSlope) = (mu, value, slope);
                _here.CopyTo(_left);
            }
            else
            {
                (rightMu, rightValue, rightSlope) = (mu, value, slope);
                _here.CopyTo(_right);
            }

            if (rightMu == 0)
            {
                _right.CopyTo(_left);
                return rightValue;
            }

            if (value <= _best + _slack)
            {
                price = mu;
                return value;
            }

            if (touches || (rightMu < 0 && leftMu >= high))
            {
                break; // Beyond the highest rate and still over capacity: what branching forced in does not fit.
            }

            double next = rightMu < 0 ? Math.Min(high, Math.Max(mu, 0.01 * high) * Widening[widen++])
                : leftMu < 0 ? (widen < Widening.Length - 1 ? mu / Widening[widen++] : 0)
                : leftMu + (rightValue - leftValue - rightSlope * (rightMu - leftMu)) / (leftSlope - rightSlope);
            bool between = leftMu >= 0 && rightMu >= 0;
            if (between && (next <= leftMu || next >= rightMu || (!whole && leftValue + leftSlope * (next - leftMu) > _best + _slack)))
            {
                break;
            }

            mu = next;
        }

        bool leftIsLower = rightMu < 0 || (leftMu >= 0 && leftValue < rightValue);
        price = leftIsLower ? leftMu : rightMu;
        return rightMu < 0 ? double.NegativeInfinity : leftIsLower ? leftValue : rightValue;
    }

    /// <summary>Value and slope of the relaxation at a price, with its choice in <c>_here</c>.</summary>
    private double Tangent(double price, out double value)
    {
        _top.Clear(_slots - _requiredCount);
        _items.Price(price, _top);
        _here.Clear();
        double slope = _capacity;
        value = _capacity * price;
        foreach (int i in _required.AsSpan(0, _requiredCount))
        {
            Take(i, price, ref value, ref slope);
        }

        foreach (int i in _top.Items)
        {
            Take(i, price, ref value, ref slope);
        }

        return slope;
    }

    private void Take(int item, double price, ref double value, ref double slope)
    {
        value += _items.Worth(item, price);
        slope -= _items.Grams(item);
        _here.Add(item, _items.Level(item));
    }
}
