namespace Thesis.OptEngine.Solving.Bounds;

/// <content>The columns: how they come, which limits on arcs bar them, how they go, and in what two of them differ.</content>
internal sealed partial class BundleMaster
{
    /// <summary>Adds a column to a block, unless it is there already. It has no weight until <see cref="Weigh"/> or <see cref="Solve"/> gives it some.</summary>
    public void Add(int block, double value, ReadOnlySpan<BundlePart> parts, int iteration)
    {
        var columns = _blocks[block];
        foreach (var column in columns)
        {
            if (column.Parts.AsSpan().SequenceEqual(parts))
            {
                column.Used = iteration;
                column.IsBarred = false;
                return;
            }
        }

        columns.Add(new BundleColumn(value, parts.ToArray(), iteration));
    }

    /// <summary>Gives a block without weights one column's: the one that was found or found again last.</summary>
    public void Weigh()
    {
        foreach (var columns in _blocks)
        {
            bool weighs = false;
            BundleColumn? last = null;
            foreach (var column in columns)
            {
                weighs |= column.Weight > 0;
                last = !column.IsBarred && (last is null || column.Used >= last.Used) ? column : last;
            }

            if (!weighs && last is not null)
            {
                last.Weight = 1;
            }
        }
    }

    /// <summary>Drops columns without weight that no iteration since a certain one has used.</summary>
    public void DropUnusedSince(int iteration)
    {
        foreach (var columns in _blocks)
        {
            columns.RemoveAll(column => column.Weight == 0 && column.Used < iteration);
        }
    }

    /// <summary>Bars the columns that limits on arcs forbid, and lets the others back in. Weight that was on a barred column
    /// goes to the block's other columns in proportion, or to the one found last.</summary>
    public void Heed(ArcLimits limits)
    {
        var open = new int[_blocks.Length];
        for (int a = 0; a < _problem.ArcCount; a++)
        {
            if (limits.IsOpen(a))
            {
                open[_problem.ArcNgo[a]]++;
                open[_ngos + _problem.ArcDonation[a]]++;
            }
        }

        for (int b = 0; b < _blocks.Length; b++)
        {
            double left = 0;
            foreach (var column in _blocks[b])
            {
                column.IsBarred = !Allows(limits, column.Parts, open[b]);
                column.Weight = column.IsBarred ? 0 : column.Weight;
                left += column.Weight;
            }

            foreach (var column in _blocks[b])
            {
                column.Weight = left > 0 ? column.Weight / left : 0;
            }
        }
    }

    /// <summary>How much of each arc's deliveries the NGOs' mixtures use, from 0 to 1, by arc.</summary>
    public void Usage(Span<double> used)
    {
        used.Clear();
        for (int n = 0; n < _ngos; n++)
        {
            foreach (var column in _blocks[n])
            {
                foreach (var part in column.Parts)
                {
                    used[part.Arc] += column.Weight;
                }
            }
        }
    }

    private static bool Allows(ArcLimits limits, BundlePart[] parts, int open)
    {
        foreach (var part in parts)
        {
            if (limits.IsClosed(part.Arc))
            {
                return false;
            }

            open -= limits.IsOpen(part.Arc) ? 1 : 0;
        }

        return open == 0;
    }

    /// <summary>The deliveries in which two columns differ: by how many grams the second has more, and the steps each reaches.</summary>
    private ref struct Differences(BundlePart[] from, BundlePart[] to)
    {
        private int _from, _to;

        public (int Donation, double Grams, int Row, int Low, int High) Current { get; private set; }

        public readonly Differences GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_from < from.Length || _to < to.Length)
            {
                bool leaves = _to == to.Length || (_from < from.Length && from[_from].Arc <= to[_to].Arc);
                bool comes = _from == from.Length || (_to < to.Length && to[_to].Arc <= from[_from].Arc);
                BundlePart old = leaves ? from[_from++] : default, next = comes ? to[_to++] : default, either = comes ? next : old;
                if (old.Grams != next.Grams || old.Steps != next.Steps)
                {
                    Current = (either.Donation, next.Grams - old.Grams, either.Row, old.Steps, next.Steps);
                    return true;
                }
            }

            return false;
        }
    }
}
