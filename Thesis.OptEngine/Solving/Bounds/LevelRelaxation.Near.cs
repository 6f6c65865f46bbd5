namespace Thesis.OptEngine.Solving.Bounds;

/// <content>Evaluations in which the prices of a few donations differ from the one before: only the NGOs that consider
/// these donations choose anew, so that the work follows the neighbourhood, not the problem.</content>
internal sealed partial class LevelRelaxation
{
    private const int NearChunk = 2;
    private readonly List<int> _near = [];
    private bool[] _isNear = [];

    /// <summary>NGOs whose choice was not known in the evaluation that had <see cref="Known"/>, ascending.</summary>
    public int[] ChosenAnew() => [.. Enumerable.Range(0, _anew.Length).Where(n => _anew[n])];

    /// <summary>The donations that depend most on some NGOs: by the part of those that consider them, and by the grams of which
    /// the NGOs ask for more or less than there are; those first.</summary>
    public int[] DonationsOf(ReadOnlySpan<int> ngos)
    {
        var share = new Dictionary<int, int>();
        foreach (int n in ngos)
        {
            for (int i = _problem.NgoStart[n]; i < _problem.NgoStart[n + 1]; i++)
            {
                if (IsOffered(i, _prices))
                {
                    share[_donation[i]] = share.GetValueOrDefault(_donation[i]) + 1;
                }
            }
        }

        var ranked = share.Select(s => (Weight: -Math.Abs(_gradient[s.Key]) * s.Value / Considering(s.Key), Donation: s.Key)).ToList();
        ranked.Sort();
        return [.. ranked.Select(r => r.Donation)];
    }

    /// <summary>Places, among all prices, of those of some donations: per gram, then of the steps of their arcs.</summary>
    public int[] PlacesOf(ReadOnlySpan<int> donations)
    {
        var places = new List<int>();
        foreach (int d in donations)
        {
            places.Add(d);
            for (int a = _problem.DonationStart[d]; a < _problem.DonationStart[d + 1]; a++)
            {
                if (_slot[a] >= 0)
                {
                    places.AddRange(Enumerable.Range(PriceOf(_slot[a]), _scale.Units));
                }
            }
        }

        return [.. places];
    }

    /// <summary>The last evaluation's subgradient at some places.</summary>
    public void Subgradient(ReadOnlySpan<int> places, Span<double> subgradient)
    {
        for (int i = 0; i < places.Length; i++)
        {
            subgradient[i] = _gradient[places[i]];
        }
    }

    /// <summary>As <see cref="Evaluate"/>, where the prices of some donations alone differ from the last evaluation's.</summary>
    /// <param name="donations">The donations.</param>
    /// <param name="places">What <see cref="PlacesOf"/> says of them.</param>
    /// <param name="prices">Prices at these places.</param>
    /// <param name="subgradient">Gets the subgradient at these places.</param>
    /// <param name="interrupted">Asked on any thread.</param>
    public double EvaluateNear(
        int[] donations, ReadOnlySpan<int> places, ReadOnlySpan<double> prices, Span<double> subgradient, Func<bool> interrupted)
    {
        Consider(donations);
        for (int i = 0; i < places.Length; i++)
        {
            _prices[places[i]] = prices[i];
        }

        Consider(donations);
        long spent = 0;
        bool done = _crew.Run(
            (_near.Count + NearChunk - 1) / NearChunk,
            (worker, chunk) =>
            {
                for (int i = chunk * NearChunk; i < Math.Min(_near.Count, (chunk + 1) * NearChunk); i++)
                {
                    Choose(_near[i], _workers[worker]);
                }
            },
            interrupted);
        foreach (int n in _near)
        {
            (spent, _isNear[n]) = (spent + _ngoOperations[n], false);
        }

        _near.Clear();
        foreach (int d in donations)
        {
            Sell(d, _workers[0]);
        }

        Operations += spent + 20L * places.Length + _problem.DonationCount + _problem.NgoCount;
        Subgradient(places, subgradient);
        return done && !interrupted() ? Total() : double.PositiveInfinity;
    }

    /// <summary>Notes the NGOs that consider some donations at the present prices.</summary>
    private void Consider(int[] donations)
    {
        _isNear = _isNear.Length == 0 ? new bool[_problem.NgoCount] : _isNear;
        foreach (int d in donations)
        {
            for (int a = _problem.DonationStart[d]; a < _problem.DonationStart[d + 1]; a++)
            {
                int n = _problem.ArcNgo[a];
                if (!_isNear[n] && Considers(a))
                {
                    _isNear[n] = true;
                    _near.Add(n);
                }
            }
        }
    }

    private int Considering(int donation)
    {
        int count = 0;
        for (int a = _problem.DonationStart[donation]; a < _problem.DonationStart[donation + 1]; a++)
        {
            count += Considers(a) ? 1 : 0;
        }

        return Math.Max(1, count);
    }

    private bool Considers(int arc) =>
        _problem.ArcValue[arc] * 0.001 - _problem.ArcCost[arc] / _problem.ArcUpper[arc] > _prices[_problem.ArcDonation[arc]];
}
