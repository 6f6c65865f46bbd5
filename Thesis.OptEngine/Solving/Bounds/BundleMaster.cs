using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The master problem of the <see cref="BundleMethod"/>: prices π ≥ 0 that minimise the model of the bound, which is the
/// best known column of each block, plus ‖π − π̂‖² ÷ 2t, a penalty for leaving the centre π̂. It is solved from its dual
/// side: each block mixes its columns, the mean of all mixtures leaves a residual r, and π = max(0, π̂ − t·r).
/// One block at a time moves weight from its worst column to its best as far as that pays: pairwise Frank–Wolfe steps
/// (Lacoste-Julien and Jaggi, NIPS 2015) with exact line search, each in time that follows the two columns. Blocks of
/// donations have no price in common and are swept side by side. Where that comes to a stand, all blocks move together.
/// </summary>
internal sealed partial class BundleMaster
{
    private const int MostSweeps = 20, LookEvery = 4, MostPairs = 3, DonationChunk = 256;
    private const double Closed = 0.05, Stalled = 1, Quiet = 0.1, Weightless = 1e-12;
    private readonly AllocationProblem _problem;
    private readonly WorkCrew _crew;
    private readonly List<BundleColumn>[] _blocks; // of NGOs, then of donations
    private readonly double[] _scale, _gap, _worth; // of donations, squared; by block; by block
    private readonly long[] _operations; // by block
    private readonly int _ngos, _donations, _units;
    private double[] _center, _residual, _prices, _sums;
    private double _quiet;
    private int _iteration;

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that sweep the donations.</param>
    /// <param name="units">Steps that an arc has prices for.</param>
    /// <param name="scale">Units in which prices of supply are measured; those of steps are measured in units of 1.</param>
    public BundleMaster(AllocationProblem problem, WorkCrew crew, int units, ReadOnlySpan<double> scale)
    {
        (_problem, _crew, _units) = (problem, crew, units);
        (_ngos, _donations) = (problem.NgoCount, problem.DonationCount);
        _blocks = new List<BundleColumn>[_ngos + _donations];
        for (int b = 0; b < _blocks.Length; b++)
        {
            _blocks[b] = [];
        }

        _face = new BundleFace(_donations, units);
        (_gap, _worth, _operations) = (new double[_blocks.Length], new double[_blocks.Length], new long[_blocks.Length]);
        _scale = new double[_donations];
        for (int d = 0; d < _donations; d++)
        {
            _scale[d] = scale[d] * scale[d];
        }

        (_center, _residual, _prices, _sums) = (new double[_donations], new double[_donations], new double[_donations], new double[units + 1]);
    }

    /// <summary>Prices in all.</summary>
    public int Dimensions => _center.Length;

    /// <summary>The prices that the last <see cref="Solve"/> found.</summary>
    public ReadOnlySpan<double> Prices => _prices;

    /// <summary>The centre.</summary>
    public ReadOnlySpan<double> Center => _center;

    /// <summary>How far prices may go from the centre: the t of the penalty.</summary>
    public double Reach { get; set; }

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>Makes room for prices of steps, which start at 0, and prices the parts of columns that have none yet.</summary>
    /// <param name="dimensions">Prices in all.</param>
    /// <param name="slot">The place of an arc among those with prices; negative without.</param>
    public void Extend(int dimensions, ReadOnlySpan<int> slot)
    {
        if (dimensions == Dimensions)
        {
            return;
        }

        Array.Resize(ref _center, dimensions);
        Array.Resize(ref _residual, dimensions);
        Array.Resize(ref _prices, dimensions);
        Array.Resize(ref _sums, ((dimensions - _donations) / _units + 1) * (_units + 1));
        for (int b = 0; b < _ngos; b++)
        {
            foreach (var column in _blocks[b])
            {
                foreach (ref var part in column.Parts.AsSpan())
                {
                    part = part with { Row = RowOf(slot[part.Arc]) };
                }
            }
        }

        Recount();
    }

    /// <summary>Row of the sums of the prices of an active arc's steps.</summary>
    public int RowOf(int slot) => (slot + 1) * (_units + 1);

    /// <summary>Moves the centre.</summary>
    public void MoveTo(ReadOnlySpan<double> center) => center.CopyTo(_center);

    /// <summary>What the columns' mean leaves of each constraint, made anew from the weights.</summary>
    public void Recount()
    {
        Array.Clear(_residual);
        for (int d = 0; d < _donations; d++)
        {
            _residual[d] = _problem.Supply[d];
        }

        for (int b = 0; b < _blocks.Length; b++)
        {
            foreach (var column in _blocks[b])
            {
                if (column.Weight > 0)
                {
                    MixInto(_residual, column.Parts, b < _ngos ? -column.Weight : column.Weight);
                }
            }
        }
    }

    /// <summary>Squared length of the residual that can move a price, in the units of the prices.</summary>
    public double SquaredResidual()
    {
        double sum = 0;
        for (int i = 0; i < _residual.Length; i++)
        {
            double r = _residual[i];
            sum += _center[i] <= 0 && r > 0 ? 0 : r * r * (i < _donations ? _scale[i] : 1);
        }

        return sum;
    }

    /// <summary>Finds prices near enough to the best; returns how far below <paramref name="bound"/> the model lies there,
    /// which is the most that the bound can fall.</summary>
    public double Solve(double bound, int iteration)
    {
        _iteration = iteration;
        Reprice();
        TakeTurns();
        double below = 0;
        for (int sweep = 1; sweep <= MostSweeps; sweep++)
        {
            double gap = Sweep(whole: sweep % LookEvery == 1);
            if (sweep % LookEvery == 0)
            {
                below = bound - Model();
                if (gap <= Closed * below)
                {
                    break;
                }

                if (gap > Stalled * below && sweep < MostSweeps)
                {
                    MoveOnFace();
                }
            }
        }

        foreach (ref long spent in _operations.AsSpan())
        {
            Operations += spent;
            spent = 0;
        }

        Operations += Dimensions / 2;
        return below;
    }

    /// <summary>One pass over the blocks, or over those that lately were not at their best; returns what the columns' mean is
    /// short of the best columns.</summary>
    private double Sweep(bool whole)
    {
        double least = whole ? 0 : Quiet * _quiet;
        SweepNgos(least);
        _crew.Run((_donations + DonationChunk - 1) / DonationChunk, (_, chunk) =>
        {
            int end = Math.Min(_donations, (chunk + 1) * DonationChunk);
            for (int d = chunk * DonationChunk; d < end; d++)
            {
                Balance(_ngos + d, least);
            }
        });
        double gap = 0;
        foreach (double g in _gap)
        {
            gap += g;
        }

        _quiet = gap / _gap.Length;
        return gap;
    }

    /// <summary>Moves weight between the columns of a block.</summary>
    private void Balance(int block, double least)
    {
        var columns = _blocks[block];
        if (columns.Count < 2 || _gap[block] < least)
        {
            return;
        }

        int sign = block < _ngos ? -1 : 1;
        for (int pairs = 0; pairs < MostPairs; pairs++)
        {
            var (best, worst) = Extremes(block, sign);
            if (pairs == 0)
            {
                _gap[block] = Shortfall(columns, best.Reduced);
            }

            double slope = best.Reduced - worst.Reduced;
            if (slope <= 1e-9 * Math.Abs(best.Reduced) + 1e-12)
            {
                break;
            }

            Shift(worst, best, slope, sign, block);
        }
    }

    private static double Shortfall(List<BundleColumn> columns, double best)
    {
        double sum = 0;
        foreach (var column in columns)
        {
            sum += column.Weight * (best - column.Reduced);
        }

        return sum;
    }

    /// <summary>The column worth most at the present prices, and of those with weight the one worth least.</summary>
    private (BundleColumn Best, BundleColumn Worst) Extremes(int block, int sign)
    {
        var columns = _blocks[block];
        BundleColumn best = columns[0], worst = columns[0];
        double highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        foreach (var column in columns)
        {
            if (column.IsBarred)
            {
                continue;
            }

            double worth = column.Value + sign * Price(column.Parts);
            column.Reduced = worth;
            _operations[block] += 1 + column.Parts.Length / 2;
            if (worth > highest)
            {
                (best, highest) = (column, worth);
            }

            if (worth < lowest && column.Weight > 0)
            {
                (worst, lowest) = (column, worth);
            }
        }

        return (best, worst);
    }

    private double Price(BundlePart[] parts)
    {
        double sum = 0;
        foreach (ref readonly var part in parts.AsSpan())
        {
            sum += _prices[part.Donation] * part.Grams + _sums[part.Row + part.Steps];
        }

        return sum;
    }

    /// <summary>Moves as much weight from one column to another as pays.</summary>
    private void Shift(BundleColumn from, BundleColumn to, double slope, int sign, int block)
    {
        double curvature = 0;
        foreach (var (donation, grams, row, low, high) in new Differences(from.Parts, to.Parts))
        {
            curvature += grams * grams * _scale[donation] + (row > 0 ? Math.Abs(high - low) : 0);
        }

        double weight = curvature > 0 ? Math.Min(from.Weight, slope / (curvature * Reach)) : from.Weight;
        foreach (var (donation, grams, row, low, high) in new Differences(from.Parts, to.Parts))
        {
            if (grams != 0)
            {
                _residual[donation] += sign * weight * grams;
                _prices[donation] = Math.Max(0, _center[donation] - Reach * _scale[donation] * _residual[donation]);
            }

            if (low != high && row > 0)
            {
                MixSteps(_residual, row, Math.Min(low, high), Math.Max(low, high), high > low ? sign * weight : -sign * weight);
                SumUp(row, Math.Min(low, high));
                _operations[block] += _units / 3;
            }
        }

        to.Weight += weight;
        from.Weight -= weight;
        if (from.Weight < Weightless)
        {
            to.Weight += from.Weight;
            from.Weight = 0;
        }

        to.Used = _iteration;
    }

    /// <summary>Does something for every block, on all threads: for NGOs and for donations of one part of the numbers on the same.</summary>
    /// <param name="work">Called with the worker's number and the block's.</param>
    public void ForEachBlock(Action<int, int> work)
    {
        int chunks = Math.Max(1, (_donations + DonationChunk - 1) / DonationChunk);
        _crew.Run(chunks, (worker, chunk) =>
        {
            For(worker, Part(chunk, _ngos), 0);
            For(worker, Part(chunk, _donations), _ngos);
        });

        (int From, int To) Part(int chunk, int count) => ((int)((long)chunk * count / chunks), (int)((chunk + 1L) * count / chunks));

        void For(int worker, (int From, int To) part, int first)
        {
            for (int b = first + part.From; b < first + part.To; b++)
            {
                work(worker, b);
            }
        }
    }

    /// <summary>The model of the bound at the present prices.</summary>
    private double Model()
    {
        double sum = 0;
        for (int d = 0; d < _donations; d++)
        {
            sum += _prices[d] * _problem.Supply[d];
        }

        ForEachBlock((_, b) => _worth[b] = Extremes(b, b < _ngos ? -1 : 1).Best.Reduced);
        return sum + _worth.Sum();
    }

    private void MixInto(double[] sums, BundlePart[] parts, double weight)
    {
        foreach (ref readonly var part in parts.AsSpan())
        {
            sums[part.Donation] += weight * part.Grams;
            if (part.Row > 0)
            {
                MixSteps(sums, part.Row, 0, part.Steps, weight);
            }
        }
    }

    private void MixSteps(double[] sums, int row, int from, int to, double weight)
    {
        foreach (ref double sum in sums.AsSpan(PriceOf(row) + from, to - from))
        {
            sum += weight;
        }
    }

    private int PriceOf(int row) => _donations + (row / (_units + 1) - 1) * _units;

    private void Reprice()
    {
        for (int d = 0; d < _donations; d++)
        {
            _prices[d] = Math.Max(0, _center[d] - Reach * _scale[d] * _residual[d]);
        }

        for (int row = _units + 1; row < _sums.Length; row += _units + 1)
        {
            SumUp(row, 0);
        }
    }

    /// <summary>Prices an arc's steps from one on, and adds them up.</summary>
    private void SumUp(int row, int from)
    {
        int at = PriceOf(row);
        var sums = _sums.AsSpan(row, _units + 1);
        double sum = sums[from];
        for (int step = from; step < _units; step++)
        {
            double price = Math.Max(0, _center[at + step] - Reach * _residual[at + step]);
            _prices[at + step] = price;
            sum += price;
            sums[step + 1] = sum;
        }
    }
}
