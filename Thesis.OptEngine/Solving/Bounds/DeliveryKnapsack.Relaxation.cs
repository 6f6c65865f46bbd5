namespace Thesis.OptEngine.Solving.Bounds;

/// <content>
/// The relaxation of a node: prices of capacity and of what groups may take of it, and the choices on both sides of the best
/// ones. A group whose limit does not bind pays the price of capacity, and only that: the others' limits are then taken off
/// capacity, so that prices depend on each other by the deliveries alone, and one at a time is nearly as good as all at once.
/// </content>
internal sealed partial class DeliveryKnapsack
{
    /// <summary>Minimises over all prices, and offers the choices it meets; over each price once, from where the last node left
    /// them, unless the whole way is asked for.</summary>
    private double Relax(bool whole)
    {
        if (_requiredCount > _slots)
        {
            return double.NegativeInfinity;
        }

        double value = Line(0, whole);
        bool moved = false;
        for (int sweep = 0; sweep < (whole ? MaxSweeps : 1) && _groups > 0 && value > _best + _slack; sweep++)
        {
            double before = value;
            Mix();
            if (!FindOwn() && !moved)
            {
                break; // Every limit holds, and nothing is paid for those that do not bind.
            }

            (_item, _widest) = (-1, -1);
            for (int g = 1; g <= _groups && value > _best + _slack; g++)
            {
                value = _own[g] ? Line(g, whole) : value;
                _own[g] &= _prices[g] > _prices[0];
            }

            value = whole && value > _best + _slack ? Line(0, whole) : value;
            moved = Merge();
            if (before - value <= LeastGain * (value - _best - _slack))
            {
                break;
            }
        }

        return value;
    }

    /// <summary>Minimises over the price of capacity (0) or of a group; leaves the choices just left and just right of the
    /// minimum, and the prices there. Unless the whole way is asked for, it goes only as far as it takes to see that the node is
    /// not settled: convex, the relaxation lies above the point where its tangents meet.</summary>
    private double Line(int group, bool whole)
    {
        double low = group == 0 ? 0 : _prices[0], high = Highest(group);
        double leftMu = -1, leftValue = 0, leftSlope = 0, rightMu = -1, rightValue = 0, rightSlope = 0, mu = _prices[group];
        for (int i = 0, widen = 0; i < MaxTangents; i++)
        {
            Move(group, mu);
            double value = Tangent(), slope = Slope(group);
            bool touches = leftMu >= 0 && rightMu >= 0
                && value <= leftValue + leftSlope * (mu - leftMu) + Tolerance * Math.Abs(value);
            if (slope < 0)
            {
                (leftMu, leftValue, leftSlope) = (mu, value, slope);
                Keep(_left, _leftLoad);
            }
            else
            {
                (rightMu, rightValue, rightSlope) = (mu, value, slope);
                Keep(_right, _rightLoad);
            }

            if (rightMu >= 0 && rightMu <= low)
            {
                Keep(_left, _leftLoad);
                Offer();
                return rightValue;
            }

            if (value <= _best + _slack)
            {
                return value;
            }

            if (touches || (rightMu < 0 && leftMu >= high))
            {
                break;
            }

            double next = rightMu < 0 ? Math.Min(high, Math.Max(mu, 0.01 * high) * Widening[widen++])
                : leftMu < 0 ? Math.Max(low, widen < Widening.Length - 1 ? mu / Widening[widen++] : 0)
                : leftMu + (rightValue - leftValue - rightSlope * (rightMu - leftMu)) / (leftSlope - rightSlope);
            bool between = leftMu >= 0 && rightMu >= 0;
            if (between && (next <= leftMu || next >= rightMu || (!whole && leftValue + leftSlope * (next - leftMu) > _best + _slack)))
            {
                break;
            }

            mu = next;
        }

        if (rightMu < 0)
        {
            if (!IsCapped(group))
            {
                return double.NegativeInfinity; // Beyond the highest rate and still too much: what branching forced in does not fit.
            }

            Keep(_right, _rightLoad);
        }

        bool leftIsLower = rightMu < 0 || (leftMu >= 0 && leftValue < rightValue);
        Move(group, leftIsLower ? leftMu : rightMu);
        Offer();
        return leftIsLower ? leftValue : rightValue;
    }

    /// <summary>Offers the choices on both sides of a line's minimum, and notes what they disagree on.</summary>
    private void Offer()
    {
        Offer(_left);
        Offer(_right);
        FindDifferent();
    }

    private void Keep(KnapsackChoice side, double[] load)
    {
        _here.CopyTo(side);
        _load.AsSpan(0, 1 + _groups).CopyTo(load);
    }

    /// <summary>The highest price worth looking at: where capacity costs as much as a group with a price of its own, that
    /// group joins the others.</summary>
    private double Highest(int group)
    {
        double highest = _items.HighestRate(group) * 1.001;
        if (IsCapped(group))
        {
            highest = double.PositiveInfinity;
            for (int g = 1; g <= _groups; g++)
            {
                highest = _own[g] ? Math.Min(highest, _prices[g]) : highest;
            }
        }

        return highest;
    }

    private bool IsCapped(int group) => group == 0 && _groups > 0 && _own.AsSpan(1, _groups).Contains(true);

    private void Move(int group, double price)
    {
        _prices[group] = price;
        for (int g = 1; g <= _groups && group == 0; g++)
        {
            _prices[g] = _own[g] ? _prices[g] : price;
        }
    }

    /// <summary>Gives a price of its own to each group that the mixture takes too much of; whether any has one.</summary>
    private bool FindOwn()
    {
        bool any = false;
        for (int g = 1; g <= _groups; g++)
        {
            _own[g] |= _mixed[g] > _limits[g] * (1 + Tolerance);
            any |= _own[g];
        }

        return any;
    }

    /// <summary>Groups whose price is that of capacity have none of their own; whether there is one that had.</summary>
    private bool Merge()
    {
        bool any = false;
        for (int g = 1; g <= _groups; g++)
        {
            any |= _own[g] && _prices[g] <= _prices[0];
            _own[g] &= _prices[g] > _prices[0];
        }

        return any;
    }

    /// <summary>What each group takes in the mixture of both sides that just fills capacity.</summary>
    private void Mix()
    {
        double left = Slope(0, _leftLoad), right = Slope(0, _rightLoad);
        double part = left < 0 && right > left ? Math.Clamp(right / (right - left), 0, 1) : 0;
        for (int g = 1; g <= _groups; g++)
        {
            _mixed[g] = part * _leftLoad[g] + (1 - part) * _rightLoad[g];
        }
    }

    private double Slope(int group) => Slope(group, _load);

    /// <summary>What is left, at some loads, of what a price is paid for.</summary>
    private double Slope(int group, double[] load)
    {
        if (group > 0)
        {
            return _limits[group] - load[group];
        }

        double rest = _capacity - load[0];
        for (int g = 1; g <= _groups; g++)
        {
            rest -= _own[g] ? _limits[g] : load[g];
        }

        return rest;
    }

    /// <summary>Value of the relaxation at the prices, with its choice in <c>_here</c> and what each group takes.</summary>
    private double Tangent()
    {
        var prices = _prices.AsSpan(0, 1 + _groups);
        _top.Clear(_slots - _requiredCount);
        _items.Price(prices, _top);
        _here.Clear();
        _load.AsSpan(0, prices.Length).Clear();
        double value = _capacity * prices[0];
        for (int g = 1; g <= _groups; g++)
        {
            value += _own[g] ? _limits[g] * (prices[g] - prices[0]) : 0;
        }

        foreach (int i in _required.AsSpan(0, _requiredCount))
        {
            Take(i, ref value);
        }

        foreach (int i in _top.Items)
        {
            Take(i, ref value);
        }

        if (_isFirst)
        {
            (_firstValue, _firstBar, _isFirst) = (value, _top.Bar, false);
        }

        return value;
    }

    private void Take(int item, ref double value)
    {
        value += _items.Worth(item, _prices);
        _load[_items.Group(item)] += _items.Grams(item);
        _here.Add(item, _items.Level(item));
    }
}
