namespace Thesis.OptEngine.Solving.Search;

/// <summary>Temperatures that fall by equal factors in equal parts of the work. Made of products and square roots alone,
/// which every machine rounds alike.</summary>
internal sealed class Cooling
{
    private const int Bits = 16;
    private readonly double _hot;
    private readonly double[] _factors = new double[Bits]; // _factors[i] is (cold ÷ hot) to the power 2^−(i + 1).

    public Cooling(double hot, double cold)
    {
        _hot = hot;
        double factor = hot > 0 ? cold / hot : 1;
        for (int i = 0; i < Bits; i++)
        {
            factor = Math.Sqrt(factor);
            _factors[i] = factor;
        }
    }

    /// <summary>The temperature when a part of the work, from 0 to below 1, is done.</summary>
    public double At(double part)
    {
        int steps = (int)(Math.Clamp(part, 0, 1) * ((1 << Bits) - 1));
        double temperature = _hot;
        for (int i = 0; i < Bits; i++)
        {
            temperature *= (steps >> (Bits - 1 - i) & 1) == 1 ? _factors[i] : 1;
        }

        return temperature;
    }
}
