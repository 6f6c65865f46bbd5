using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// The Lagrangian relaxation that parts NGOs from donations and keeps both whole. Every delivery exists twice: as the
/// NGO receives it and as the donation gives it. The copies are joined in grams, at one price λ per gram of a donation,
/// and, on the arcs that matter, in the steps of the <see cref="DonationScale"/> that they reach, at a price ρ a step.
/// An NGO solves a fixed-charge knapsack whose costs rise by step; a donation chooses which steps it can serve side by
/// side, by dynamic programming. Without ρ this is the relaxation of supply alone.
/// Prices are laid out as λ of every donation, then <see cref="DonationScale.Units"/> of ρ for every active arc.
/// </summary>
internal sealed partial class LevelRelaxation
{
    private const int KnapsackNodes = 20_000, NgoChunk = 2, ReadChunk = 64, DonationChunk = 256;
    private const long OperationsPerItem = 28, OperationsPerActive = 34;

    // What an NGO already asks for breaks ties in the donation's choice.
    private const double Tilt = 1e-9;

    // By how much more than it took last time arcs are let fall short of being chosen.
    private const double Wider = 2;

    private readonly AllocationProblem _problem;
    private readonly DonationScale _scale;
    private readonly WorkCrew _crew;
    private readonly Worker[] _workers;
    private readonly int[] _donation, _slot; // by position in NgoArcs; by arc
    private readonly ChosenDeliveries _chosen;
    private readonly double[] _rate, _upper, _cost, _grams; // by position in NgoArcs; grams by arc
    private readonly double[] _guess, _bar, _room, _choiceValue, _saleValue, _classLimits;
    private readonly int _classes, _stride; // prices of an NGO's room: of capacity, then of each storage class
    private readonly long[] _ngoOperations;
    private readonly byte[] _asked; // steps reached by arc on the NGO's side
    private double[] _prices, _gradient;
    private byte[] _sold;
    private readonly List<int> _active = [];

    /// <param name="problem">The problem.</param>
    /// <param name="crew">Threads that evaluate it.</param>
    /// <param name="units">Parts of the donations' scales.</param>
    public LevelRelaxation(AllocationProblem problem, WorkCrew crew, int units)
    {
        (_problem, _crew, _scale) = (problem, crew, new DonationScale(problem, units));
        (_donation, _slot) = (new int[problem.ArcCount], new int[problem.ArcCount]);
        (_rate, _upper, _cost) = (new double[problem.ArcCount], new double[problem.ArcCount], new double[problem.ArcCount]);
        _chosen = new ChosenDeliveries(problem, _scale);
        (_grams, _asked) = (_chosen.Grams, _chosen.Asked);
        Array.Fill(_slot, -1);
        ReadArcs();
        int ngos = problem.NgoCount;
        (_classes, _stride) = (problem.ClassCount, 1 + problem.ClassCount);
        _classLimits = Array.ConvertAll(problem.ClassLimits.ToArray(), grams => (double)grams);
        (_guess, _choiceValue, _ngoOperations) = (new double[ngos * _stride], new double[ngos], new long[ngos]);
        (_bar, _room) = (new double[ngos], new double[ngos]);
        Array.Fill(_room, double.PositiveInfinity);
        for (int n = 0; n < ngos; n++)
        {
            int from = problem.NgoStart[n], to = problem.NgoStart[n + 1], middle = (from + to) / 2;
            _choiceValue[n] = from == to ? 0 : 0.1 * problem.Capacity[n] * (_rate[middle] - _cost[middle] / _upper[middle]);
        }

        _saleValue = new double[problem.DonationCount];
        (_prices, _gradient, _sold) = (new double[problem.DonationCount], new double[problem.DonationCount], []);
        _workers = new Worker[crew.Threads];
        for (int w = 0; w < _workers.Length; w++)
        {
            _workers[w] = new Worker(Longest(problem.NgoStart), Longest(problem.DonationStart), units, _classes);
        }

        Limits = new ArcLimits(problem.ArcCount);
    }

    private void ReadArcs() => _crew.Run((_problem.NgoCount + ReadChunk - 1) / ReadChunk, (_, chunk) =>
    {
        int end = Math.Min(_problem.NgoCount, (chunk + 1) * ReadChunk);
        for (int i = _problem.NgoStart[chunk * ReadChunk]; i < _problem.NgoStart[end]; i++)
        {
            int a = _problem.NgoArcs[i];
            _donation[i] = _problem.ArcDonation[a];
            (_rate[i], _upper[i], _cost[i]) = (_problem.ArcValue[a] * 0.001, _problem.ArcUpper[a], _problem.ArcCost[a]);
        }
    });

    /// <summary>Arcs closed, or opened for good, by branching or because no better solution wants them otherwise.</summary>
    public ArcLimits Limits { get; }

    /// <summary>Parts of the donations' scales, and so prices of every active arc.</summary>
    public int Units => _scale.Units;

    /// <summary>Prices in all.</summary>
    public int Dimensions => _problem.DonationCount + _active.Count * _scale.Units;

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations { get; private set; }

    /// <summary>By how much of its value an NGO's knapsack may be left short of its optimum; the bound allows for it.</summary>
    public double Slack { get; set; } = 1e-9;

    /// <summary>Grams that the last evaluation's NGO side ships, by arc.</summary>
    public ReadOnlySpan<double> Grams => _grams;

    /// <summary>Arcs that have prices on their steps, in the order they got them.</summary>
    public IReadOnlyList<int> Active => _active;

    /// <summary>Place of each arc among the active ones; negative for the others.</summary>
    public ReadOnlySpan<int> Slots => _slot;

    /// <summary>Arcs that the last evaluation's NGO side ships on to an NGO, ascending.</summary>
    public ReadOnlySpan<int> Chosen(int ngo) => _chosen.Of(ngo);

    /// <summary>Steps of an active arc that the last evaluation's donation side serves.</summary>
    public int Sold(int active) => _sold[active];

    /// <summary>Steps of an arc that the last evaluation's NGO side asks for.</summary>
    public int Asked(int arc) => _asked[arc];

    /// <summary>Gives prices to the steps of an arc, from the next evaluation on.</summary>
    public void Activate(int arc)
    {
        if (_slot[arc] >= 0)
        {
            return;
        }

        _slot[arc] = _active.Count;
        _active.Add(arc);
        if (_sold.Length < _active.Count)
        {
            Reserve(Math.Max(64, 2 * _sold.Length));
        }
    }

    /// <summary>Makes room for so many active arcs.</summary>
    public void Reserve(int active)
    {
        if (_sold.Length < active)
        {
            Array.Resize(ref _sold, active);
            Array.Resize(ref _prices, _problem.DonationCount + active * _scale.Units);
            Array.Resize(ref _gradient, _prices.Length);
        }
    }

    /// <summary>As <see cref="Activate"/>; false if the arc has prices already.</summary>
    public bool TryActivate(int arc)
    {
        bool fresh = _slot[arc] < 0;
        Activate(arc);
        return fresh;
    }

    /// <summary>Activates arcs that the last evaluation ships on, up to a number of active arcs.</summary>
    public void ActivateChosen(int most)
    {
        for (int a = 0; a < _grams.Length && _active.Count < most; a++)
        {
            if (_grams[a] > 0)
            {
                Activate(a);
            }
        }
    }

    /// <summary>Upper bound at the given prices with a subgradient (none where there is no room for one). Positive infinity, and no subgradient, when
    /// <paramref name="interrupted"/> (asked on any thread) says so or a price is no number; negative infinity if the limits on arcs leave an NGO
    /// or a donation no choice at all.</summary>
    public double Evaluate(ReadOnlySpan<double> prices, Span<double> subgradient, Func<bool> interrupted)
    {
        if (!AreNumbers(prices))
        {
            return double.PositiveInfinity;
        }

        prices.CopyTo(_prices);
        foreach (var worker in _workers)
        {
            worker.Knapsack.Interrupted = interrupted;
        }

        int ngos = _problem.NgoCount, donations = _problem.DonationCount;
        bool done = _crew.Run((ngos + NgoChunk - 1) / NgoChunk, ChooseChunk, interrupted)
            && _crew.Run((donations + DonationChunk - 1) / DonationChunk, SellChunk, interrupted);
        if (!done || interrupted())
        {
            return double.PositiveInfinity;
        }

        foreach (long spent in _ngoOperations)
        {
            Operations += spent;
        }

        Operations += OperationsPerActive * _active.Count;
        _gradient.AsSpan(0, subgradient.Length).CopyTo(subgradient);
        return Total();
    }

    private static bool AreNumbers(ReadOnlySpan<double> prices)
    {
        double sum = 0;
        foreach (double price in prices)
        {
            sum += 0 * price; // Stays 0 unless one is infinite or no number.
        }

        return sum == 0;
    }

    /// <summary>The value of both sides at the present prices.</summary>
    private double Total()
    {
        double total = 0;
        for (int d = 0; d < _saleValue.Length; d++)
        {
            total += _prices[d] * _problem.Supply[d] + _saleValue[d];
        }

        foreach (double value in _choiceValue)
        {
            total += value;
        }

        return total;
    }

    /// <summary>Closes free arcs that no solution above <paramref name="value"/> uses, and opens those that all of them
    /// use: at the given prices, the NGO's choice with the arc in its other state is worth too little.</summary>
    /// <param name="prices">Prices of a bound.</param>
    /// <param name="value">Value that a solution must exceed.</param>
    /// <param name="used">How often each arc was chosen of late, from 0 to 1: those in between are not tried.</param>
    /// <param name="decided">Gets the arcs that were decided.</param>
    /// <param name="interrupted">True leaves the rest undecided.</param>
    /// <returns>The bound at the prices before anything was decided.</returns>
    public double Decide(
        ReadOnlySpan<double> prices, double value, ReadOnlySpan<double> used, List<int> decided, Func<bool> interrupted)
    {
        double total = Evaluate(prices, new double[prices.Length], interrupted);
        for (int n = 0; n < _problem.NgoCount && double.IsFinite(total) && !interrupted(); n++)
        {
            double least = _choiceValue[n] - (total - value);
            for (int i = _problem.NgoStart[n]; i < _problem.NgoStart[n + 1]; i++)
            {
                int a = _problem.NgoArcs[i];
                if (Limits.IsFree(a) && used[a] is 0 or 1 && Decides(a, n, least, close: used[a] == 0))
                {
                    decided.Add(a);
                }
            }
        }

        return total;
    }

    /// <summary>Closes or opens a free arc if the NGO's choice with the arc in the other state is worth too little.</summary>
    private bool Decides(int arc, int ngo, double least, bool close)
    {
        Limits.Set(arc, open: close);
        bool decides = !Exceeds(ngo, least);
        if (decides)
        {
            Limits.Set(arc, open: !close);
        }
        else
        {
            Limits.Free(arc);
        }

        return decides;
    }

    private bool Exceeds(int ngo, double value)
    {
        var knapsack = _workers[0].Knapsack;
        Load(ngo, _workers[0], double.NegativeInfinity);
        bool exceeds = knapsack.Exceeds(value, _problem.Capacity[ngo], _problem.Slots[ngo], Guess(ngo));
        Operations += knapsack.Operations + OperationsPerItem * knapsack.Count;
        return exceeds;
    }

    private static int Longest(ReadOnlySpan<int> start)
    {
        int longest = 0;
        for (int i = 0; i + 1 < start.Length; i++)
        {
            longest = Math.Max(longest, start[i + 1] - start[i]);
        }

        return longest;
    }

    private void ChooseChunk(int worker, int chunk)
    {
        int end = Math.Min(_problem.NgoCount, (chunk + 1) * NgoChunk);
        for (int n = chunk * NgoChunk; n < end; n++)
        {
            Choose(n, _workers[worker]);
        }
    }

    private void SellChunk(int worker, int chunk)
    {
        int end = Math.Min(_problem.DonationCount, (chunk + 1) * DonationChunk);
        for (int d = chunk * DonationChunk; d < end; d++)
        {
            Sell(d, _workers[worker]);
        }
    }

    /// <summary>The last prices of an NGO's room: of its capacity, then what a gram of each storage class pays.</summary>
    private Span<double> Guess(int ngo) => _guess.AsSpan(ngo * _stride, _stride);

    private int PriceOf(int slot) => _problem.DonationCount + slot * _scale.Units;

    /// <summary>What one thread needs to solve one NGO or one donation.</summary>
    private sealed class Worker(int mostItems, int mostArcs, int units, int classes)
    {
        public DeliveryKnapsack Knapsack { get; } = new(mostItems, mostItems * units, KnapsackNodes, classes);
        public int[] Items { get; } = new int[mostItems];
        public double[] Value { get; set; } = new double[units];
        public double[] Next { get; set; } = new double[units];
        public byte[] Pick { get; } = new byte[mostArcs * units];
    }
}
