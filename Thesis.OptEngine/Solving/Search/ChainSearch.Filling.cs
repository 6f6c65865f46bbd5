namespace Thesis.OptEngine.Solving.Search;

/// <content>What becomes of an NGO that a chain has touched: its holes are filled, its deliveries get the best grams.</content>
internal sealed partial class ChainSearch
{
    /// <summary>Fills the room of an NGO with the best unplaced donations, some passed over at random.</summary>
    private void Fill(int ngo, int except)
    {
        var list = _candidates.OfNgo(ngo);
        for (int i = 0; i < MostFills && _plan.HasSlot(ngo) && _room[ngo] >= 1; i++)
        {
            int length = Math.Min(list.Length, FillWindow), from = list.Length > length ? _random.Below(list.Length - length + 1) : 0;
            if (_random.Below(2) == 0)
            {
                from = 0;
            }

            Operations += length;
            double best = 0, bestGrams = 0;
            int chosen = -1;
            for (int j = from; j < from + length; j++)
            {
                int c = list[j], d = _donation[c];
                double rest = _rest[d];
                if (rest < _minLot[d] || _grams[c] > 0 || c == except || !Owns(d))
                {
                    continue;
                }

                double grams = Math.Min(Math.Min(rest, _upper[c]), _plan.RoomFor(c, ngo)), gain = _rate[c] * grams - _cost[c];
                if (gain > best && grams >= _minLot[d] && _random.Below(8) != 0)
                {
                    (best, chosen, bestGrams) = (gain, c, grams);
                }
            }

            if (chosen < 0)
            {
                return;
            }

            Set(chosen, bestGrams);
        }
    }

    /// <summary>Gives an NGO the best grams for its deliveries: all that is to be had, less the cheapest where it does not
    /// fit. False if not even the smallest lots fit.</summary>
    private bool Refill(int ngo)
    {
        if (!Touch(ngo))
        {
            return false;
        }

        var entries = _plan.Entries(ngo);
        Operations += entries.Length;
        double room = _room[ngo];
        for (int i = 0; i < entries.Length; i++)
        {
            int c = entries[i], d = _donation[c];
            double has = _grams[c];
            _most[i] = Owns(d) ? Math.Min(_upper[c], has + _rest[d]) : has;
            room -= _most[i] - has;
        }

        if (_classes.Length > 0 && !Squeeze(ngo, entries, ref room))
        {
            return false;
        }

        if (room < 0 && !Reduce(entries, -room, -1))
        {
            return false;
        }

        for (int i = 0; i < entries.Length; i++)
        {
            if (_most[i] != _grams[entries[i]])
            {
                Set(entries[i], _most[i]); // Grams stay above 0, so the entries keep their places.
            }
        }

        return true;
    }

    /// <summary>Takes grams back from the deliveries of least value a gram, down to their smallest lots.</summary>
    private bool Reduce(ReadOnlySpan<int> entries, double excess, int storageClass)
    {
        while (excess > 0)
        {
            int worst = -1;
            double least = double.PositiveInfinity;
            for (int i = 0; i < entries.Length; i++)
            {
                int c = entries[i], d = _donation[c];
                if (_rate[c] < least && _most[i] > _minLot[d] && Owns(d)
                    && (storageClass < 0 || _classes[d] == storageClass))
                {
                    (least, worst) = (_rate[c], i);
                }
            }

            Operations += entries.Length;
            if (worst < 0)
            {
                return false;
            }

            double cut = Math.Min(excess, _most[worst] - _minLot[_donation[entries[worst]]]);
            _most[worst] -= cut;
            excess -= cut;
        }

        return true;
    }

    /// <summary>Reduces the deliveries of each storage class to the NGO's limit for it.</summary>
    private bool Squeeze(int ngo, ReadOnlySpan<int> entries, ref double room)
    {
        int count = _candidates.Problem.ClassCount;
        for (int k = 0; k < count; k++)
        {
            double excess = -_candidates.Problem.ClassLimits[ngo * count + k];
            for (int i = 0; i < entries.Length; i++)
            {
                excess += _classes[_donation[entries[i]]] == k ? _most[i] : 0;
            }

            Operations += entries.Length;
            if (excess > 0 && !Reduce(entries, excess, k))
            {
                return false;
            }

            room += Math.Max(0, excess);
        }

        return true;
    }
}
