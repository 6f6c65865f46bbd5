namespace Thesis.OptEngine.Requests;

/// <summary>A change of one delivery that a plan could make: what it would add to the plan's value, and who gives.</summary>
/// <param name="Gain">Value added; negative for a change for the worse.</param>
/// <param name="Grams">Grams more on the arc.</param>
/// <param name="From">The arc that gives some of them up, the rest being left over; −1 when all of it is left over.</param>
internal readonly record struct Change(double Gain, long Grams, int From)
{
    /// <summary>Gains below this are the rounding of sums.</summary>
    public const double Noise = 1e-5;

    /// <summary>No change that could be made.</summary>
    public static Change None { get; } = new(double.NegativeInfinity, 0, -1);

    public bool Pays => Gain > Noise;
}

/// <summary>
/// The best single change to a delivery within limits that are as they are, or lifted. Each is a plan that holds, so
/// what it gains is no promise but a fact: a plan made anew for the lifted limit gains as much or more, less the gap.
/// </summary>
/// <param name="onlyLeft">Whether only food that is left over counts, not what others would give up.</param>
/// <param name="moreFood">Grams that every donation is taken to have left beyond what it has.</param>
internal sealed class PlanChanges(PlanBalance balance, bool onlyLeft = false, long moreFood = 0)
{
    /// <summary>More on an arc as things are.</summary>
    public Change Now(int arc) => HasSlot(arc) ? Best(arc, Math.Min(Room(arc), ClassRoom(arc))) : Change.None;

    /// <summary>More on an arc if its NGO received another delivery.</summary>
    public Change WithSlot(int arc) => Best(arc, Math.Min(Room(arc), ClassRoom(arc)));

    /// <summary>More on an arc if its NGO had so many grams more room.</summary>
    public Change WithRoom(int arc, long more = PlanBalance.Unlimited) =>
        HasSlot(arc) ? Best(arc, Math.Min(Room(arc) + more, ClassRoom(arc))) : Change.None;

    /// <summary>The one limit of the NGO that is enough to lift for more on an arc, and what comes of it: "search" where
    /// nothing need be lifted, "" where one alone does not help.</summary>
    public (string Kind, Change Change) Lift(int arc) =>
        Now(arc) is { Pays: true } now ? ("search", now)
        : WithSlot(arc) is { Pays: true } slot ? ("slots", slot)
        : WithRoom(arc) is { Pays: true } room ? ("capacity", room)
        : HasSlot(arc) && Best(arc, Room(arc)) is { Pays: true } storage ? ("storage_capacity", storage)
        : ("", Change.None);

    /// <summary>Whether there would be more on an arc if its NGO had no limits.</summary>
    public bool IsWanted(int arc) => Best(arc, PlanBalance.Unlimited).Pays;

    private Change Best(int arc, long limit) => onlyLeft ? OfRest(arc, limit) : Better(OfRest(arc, limit), OfAnother(arc, limit));

    /// <summary>What is left over.</summary>
    private Change OfRest(int arc, long limit)
    {
        long grams = Math.Min(limit, Rest(arc));
        return grams >= Least(arc) ? new(Value(arc, grams) - TripToCome(arc), grams, -1) : Change.None;
    }

    /// <summary>What is left over and what the donation's largest other receiver has: all of it, or down to a smallest lot.</summary>
    private Change OfAnother(int arc, long limit)
    {
        int giver = balance.LargestBeside(arc);
        if (giver < 0)
        {
            return Change.None;
        }

        long rest = Rest(arc), given = balance.Grams(giver);
        var best = Change.None;
        if (limit >= given && limit >= Least(arc))
        {
            long all = Math.Min(limit, rest + given);
            best = new(Value(arc, all) - TripToCome(arc) - Value(giver, given) + balance.Problem.ArcCost[giver], all, giver);
        }

        long part = Math.Min(limit, rest + given - balance.Problem.MinLot[Donation(arc)]);
        return part > rest && part >= Least(arc)
            ? Better(best, new(Value(arc, part) - TripToCome(arc) - Value(giver, part - rest), part, giver))
            : best;
    }

    private int Donation(int arc) => balance.Problem.ArcDonation[arc];

    private long Rest(int arc) => balance.Rest(Donation(arc)) + moreFood;

    private long Room(int arc) => balance.Room(balance.Problem.ArcNgo[arc]);

    private long ClassRoom(int arc) => balance.ClassRoom(balance.Problem.ArcNgo[arc], Donation(arc));

    private bool HasSlot(int arc) => balance.Grams(arc) > 0 || balance.HasSlot(balance.Problem.ArcNgo[arc]);

    /// <summary>Fewest grams that would make a difference: a lot, or a gram more of one.</summary>
    private long Least(int arc) => balance.Grams(arc) > 0 ? 1 : balance.Problem.MinLot[Donation(arc)];

    private double TripToCome(int arc) => balance.Grams(arc) > 0 ? 0 : balance.Problem.ArcCost[arc];

    private double Value(int arc, long grams) => balance.Problem.ArcValue[arc] * grams / 1000.0;

    private static Change Better(Change one, Change other) => other.Gain > one.Gain ? other : one;
}
