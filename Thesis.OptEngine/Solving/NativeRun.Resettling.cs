using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <content>A small change since an earlier solve: plan and prices are made better about it, and nowhere else.</content>
internal sealed partial class NativeRun
{
    private const int SearchesPerRound = 12, MostDisturbed = 8;
    private const double SharpenedPart = 0.25, WorthRepeating = 0.05;

    /// <summary>Round by round, about how many donations is searched, and the part of all whose prices are bettered, if so many
    /// are near the change.</summary>
    private static readonly (int Searched, double Priced)[] NearRounds = [(8, 1.0 / 80), (32, 1.0 / 20), (128, 1.0 / 5)];

    /// <summary>Proves the earlier prices' bound, then sees to the neighbourhood of what changed, which grows round by round
    /// until the target is met.</summary>
    private void Resettle(Candidates candidates, Annealing annealing, Plan plan, SortedSet<int> disturbed)
    {
        PriceSupply(share: 0);
        bool bold = true;
        foreach (var (searched, priced) in NearRounds)
        {
            if (IsOptimal || MeetsTarget)
            {
                break;
            }

            // What was given more food or more value has lost nothing, but wants its place in the plan.
            foreach (int d in _level?.Unsettled.Take(searched) ?? [])
            {
                disturbed.UnionWith(candidates.Ngo[candidates.Start(d)..candidates.Start(d + 1)]);
            }

            SearchNear(annealing, plan, disturbed);
            bold = bold && PriceFew();
            Sharpen();
            PriceNear((int)Math.Ceiling(priced * _problem.DonationCount));
        }

        SearchNear(annealing, plan, disturbed);
    }

    private void SearchNear(Annealing annealing, Plan plan, SortedSet<int> disturbed)
    {
        double unit = plan.Total() / Math.Max(1, plan.Deliveries());
        for (int i = 0; i < SearchesPerRound && disturbed.Count > 0 && !IsOptimal && !MeetsTarget && _meter.Continue(); i++)
        {
            var interrupted = () => _meter.Interrupted() is not null;
            bool whole = annealing.Near(disturbed, unit * (i % 2 == 0 ? Cold : Coldest), RoundOperationsPerNgo, interrupted, out long operations);
            if (whole)
            {
                Improve(bound: null, plan);
            }

            _meter.Spend((long)(operations * NanosecondsPerSearch));
        }
    }

    /// <summary>Takes from the bound what its knapsacks were let off, as far as the target asks for it.</summary>
    private void Sharpen()
    {
        double wanted = Wanted;
        Tighten(level => level.Sharpen(wanted, (int)Math.Ceiling(SharpenedPart * _problem.NgoCount)));
    }

    /// <summary>Moves the few prices that the change asks for most. False when that gained too little to be tried again.</summary>
    private bool PriceFew()
    {
        double before = _bound, wanted = Wanted;
        Tighten(level => level.IterateFew(wanted));
        return before - _bound >= WorthRepeating * wanted;
    }

    /// <summary>What the bound is above the target.</summary>
    private double Wanted => _bound - (1 + _options.TargetGap) * _value;

    private void PriceNear(int donations) => Tighten(level => level.IterateNear(donations, _value));

    private void Tighten(Func<LevelBound, bool> step)
    {
        if (_level is not null && !IsOptimal && !MeetsTarget && _meter.Continue() && step(_level))
        {
            Charge(_level);
            Improve(_level.Bound);
        }
    }
}
