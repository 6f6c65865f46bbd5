using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving;

/// <content>A small change since an earlier solve: plan and prices are made better about it, and nowhere else.</content>
internal sealed partial class NativeRun
{
    /// <summary>A round that leaves more than this part of what was missing says that there is little to be had near by.</summary>
    private const double MostLeft = 0.9;
    private const int ResettleRounds = 12, SearchesPerRound = 4, MostDisturbed = 8;

    /// <summary>Proves the earlier prices' bound and sees to the neighbourhood of what changed, until the target is met or
    /// nothing more is to be had there.</summary>
    private void Resettle(Candidates candidates, Annealing annealing, Plan plan, SortedSet<int> disturbed)
    {
        if (PriceSupply(share: 0) is { } bound)
        {
            // What was given more food or more value has lost nothing, but wants its place in the plan.
            foreach (int d in bound.Unsettled.Take(disturbed.Count < MostDisturbed ? 1 : 0))
            {
                for (int c = candidates.Start(d); c < candidates.Start(d + 1); c++)
                {
                    disturbed.Add(candidates.Ngo[c]);
                }
            }
        }

        double left = double.PositiveInfinity;
        for (int i = 0; i < ResettleRounds && Missing < MostLeft * left; i++)
        {
            left = Missing;
            SearchNear(annealing, plan, disturbed);
            PriceNear();
        }
    }

    /// <summary>By how much bound and value are farther apart than the target allows.</summary>
    private double Missing => _bound - _value - _options.TargetGap * _value;

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

    private void PriceNear()
    {
        if (_level is not null && !IsOptimal && !MeetsTarget && _meter.Continue() && _level.IterateNear(_value))
        {
            Charge(_level);
            Improve(_level.Bound);
        }
    }
}
