namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>A choice of one NGO, or what one donation serves side by side: a vertex of its side of the
/// <see cref="LevelRelaxation"/>.</summary>
/// <param name="value">What the choice is worth before anything is paid for it.</param>
/// <param name="parts">Its deliveries, by ascending arc.</param>
/// <param name="used">The iteration it was found in.</param>
internal sealed class BundleColumn(double value, BundlePart[] parts, int used)
{
    public double Value => value;

    public BundlePart[] Parts => parts;

    /// <summary>Its weight in the mean of its block's choices: the weights of a block add up to 1.</summary>
    public double Weight { get; set; }

    /// <summary>The iteration that last gave it weight or found it again.</summary>
    public int Used { get; set; } = used;

    /// <summary>Whether limits on arcs forbid it for now; it then has no weight.</summary>
    public bool IsBarred { get; set; }

    /// <summary>Its worth at the prices it was last looked at.</summary>
    public double Reduced { get; set; }
}

/// <summary>A delivery of a <see cref="BundleColumn"/>.</summary>
/// <param name="Arc">The arc.</param>
/// <param name="Donation">The arc's donation.</param>
/// <param name="Grams">Grams taken of it; 0 on the donation's side, which only serves steps.</param>
/// <param name="Steps">Steps of the donation's scale that it reaches.</param>
/// <param name="Row">Row of the sums of step prices that prices the steps; 0, where all are 0, if they have no prices.</param>
internal readonly record struct BundlePart(int Arc, int Donation, double Grams, int Steps, int Row);
