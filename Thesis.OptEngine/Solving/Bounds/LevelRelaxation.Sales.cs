namespace Thesis.OptEngine.Solving.Bounds;

/// <content>What a donation serves at given prices.</content>
internal sealed partial class LevelRelaxation
{
    /// <summary>The steps that pay a donation most among those it can serve side by side, and its part of the subgradient.</summary>
    private void Sell(int donation, Worker worker)
    {
        int start = _problem.DonationStart[donation], end = _problem.DonationStart[donation + 1];
        double rest = _problem.Supply[donation];
        Array.Clear(worker.Value);
        int count = 0;
        for (int a = start; a < end; a++)
        {
            rest -= _grams[a];
            if (_slot[a] >= 0)
            {
                Extend(a, donation, count++, worker);
            }
        }

        int left = _scale.Units - 1;
        _saleValue[donation] = worker.Value[left];
        for (int a = end - 1; a >= start; a--)
        {
            if (_slot[a] is >= 0 and var slot)
            {
                int sold = worker.Pick[--count * _scale.Units + left];
                left -= sold > 0 ? _scale.UnitsOf(donation)[sold - 1] : 0;
                _sold[slot] = (byte)sold;
                for (int step = 0; step < _scale.Units; step++)
                {
                    _gradient[PriceOf(slot) + step] = (step < sold ? 1 : 0) - (step < _asked[a] ? 1 : 0);
                }
            }
        }

        _gradient[donation] = rest;
    }

    /// <summary>One arc's stage of the donation's dynamic programme over units used.</summary>
    private void Extend(int arc, int donation, int stage, Worker worker)
    {
        var units = _scale.UnitsOf(donation);
        double[] value = worker.Value, next = worker.Next;
        int price = PriceOf(_slot[arc]);
        bool open = Limits.IsOpen(arc), closed = Limits.IsClosed(arc);
        for (int used = 0; used < _scale.Units; used++)
        {
            double best = open ? double.NegativeInfinity : value[used], paid = 0;
            byte pick = 0;
            for (int step = 0; step < units.Length && units[step] <= used && !closed; step++)
            {
                paid += _prices[price + step] + (step < _asked[arc] ? Tilt : 0);
                double total = value[used - units[step]] + paid;
                if (total > best)
                {
                    (best, pick) = (total, (byte)(step + 1));
                }
            }

            next[used] = best;
            worker.Pick[stage * _scale.Units + used] = pick;
        }

        (worker.Value, worker.Next) = (next, value);
    }
}
