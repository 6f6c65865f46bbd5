namespace Thesis.Bench.Realtime;

/// <summary>How twenty messages a second are spread.</summary>
internal enum Rhythm
{
    /// <summary>One every 50 ms.</summary>
    Steady,

    /// <summary>One at a time at random moments, as from many drivers.</summary>
    Random,

    /// <summary>Ten at once, twice a second.</summary>
    Bursts,
}

/// <summary>The moments of a rhythm.</summary>
internal static class RhythmExtensions
{
    private const double MeanSeconds = 0.05;

    public static int Together(this Rhythm rhythm) => rhythm == Rhythm.Bursts ? 10 : 1;

    /// <summary>Seconds from one publication to the next. The same for the same seed, so that every server gets the same.</summary>
    public static double NextSeconds(this Rhythm rhythm, Random random) => rhythm switch
    {
        Rhythm.Steady => MeanSeconds,
        Rhythm.Bursts => MeanSeconds * 10,
        _ => -MeanSeconds * Math.Log(1 - random.NextDouble()),
    };
}
