using System.Numerics;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64: the same numbers on every machine.</summary>
internal struct RandomSource
{
    private static readonly double[] Logarithms = LogarithmTable();
    private ulong _a, _b, _c, _d;

    public RandomSource(ulong seed)
    {
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A number from 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The natural logarithm of a number from 0 to 1, to about three digits.</summary>
    public double LogFraction() => Logarithms[(int)(Next() >> 52)];

    // The platform's logarithm may differ in the last bit between systems; additions and products do not.
    private static double[] LogarithmTable()
    {
        var table = new double[4096];
        for (int i = 0; i < table.Length; i++)
        {
            double x = (i + 0.5) / table.Length, powers = 0;
            while (x < 0.5)
            {
                x *= 2;
                powers++;
            }

            double z = (x - 1) / (x + 1), term = z, sum = 0;
            for (int k = 1; k < 60; k += 2)
            {
                sum += term / k;
                term *= z * z;
            }

            table[i] = 2 * sum - powers * 0.69314718055994531;
        }

        return table;
    }

    private static ulong Mix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
