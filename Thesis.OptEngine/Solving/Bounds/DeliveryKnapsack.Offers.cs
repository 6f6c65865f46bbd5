namespace Thesis.OptEngine.Solving.Bounds;

/// <content>Choices made of what a relaxation chose: the best grams for its deliveries.</content>
internal sealed partial class DeliveryKnapsack
{
    /// <summary>Ships the best grams over a choice of levels; keeps the result if it is the best.</summary>
    private void Offer(KnapsackChoice choice)
    {
        double left = _capacity, value = 0, highest = 0;
        int required = 0;
        Operations += 2 * choice.Count;
        _limits.AsSpan(0, 1 + _groups).CopyTo(_rest);
        for (int j = 0; j < choice.Count; j++)
        {
            int i = choice.Items[j], level = choice.Levels[j];
            double low = _items.Low(i, level);
            left -= low;
            _rest[_items.Group(i)] -= low;
            value += _items.Rate(i) * low - _items.Cost(i, level);
            highest = Math.Max(highest, _items.Rate(i));
            required += _items.Least(i) > 0 && level >= _items.Least(i) ? 1 : 0;
        }

        if (left < 0 || _rest.AsSpan(1, _groups).ContainsAnyInRange(double.NegativeInfinity, -double.Epsilon) || choice.Count > _slots || required < _requiredCount || value + highest * left <= _best)
        {
            return;
        }

        value += FillUp(choice, left);
        if (value > _best)
        {
            _best = value;
            _bestGrams.AsSpan(0, _added).Clear();
            for (int j = 0; j < choice.Count; j++)
            {
                _bestGrams[_items.Number(choice.Items[j])] = _grams[j];
            }
        }
    }

    /// <summary>Spreads what capacity is left over the chosen items, the highest rate first, into <c>_grams</c>, by place in
    /// the choice; returns what that is worth. Limits of groups lie within that of capacity, so nothing is worth more.</summary>
    private double FillUp(KnapsackChoice choice, double left)
    {
        double worth = 0;
        for (int j = 0; j < choice.Count; j++)
        {
            int at = j;
            for (; at > 0 && _items.Rate(choice.Items[_order[at - 1]]) < _items.Rate(choice.Items[j]); at--)
            {
                _order[at] = _order[at - 1];
            }

            _order[at] = j;
        }

        foreach (int j in _order.AsSpan(0, choice.Count))
        {
            int i = choice.Items[j], level = choice.Levels[j];
            double low = _items.Low(i, level), rate = _items.Rate(i);
            int group = _items.Group(i);
            double most = group == 0 ? left : Math.Min(left, _rest[group]);
            double more = rate > 0 ? Math.Min(most, _items.High(i, level) - low) : 0;
            _grams[j] = low + more;
            left -= more;
            _rest[group] -= more;
            worth += rate * more;
        }

        return worth;
    }
}
