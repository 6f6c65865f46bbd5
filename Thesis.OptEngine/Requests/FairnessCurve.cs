using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Requests;

/// <summary>What an NGO received lately as a factor of its value: linear between a curve's points, level outside them.</summary>
internal static class FairnessCurve
{
    public static double At(IReadOnlyList<FairnessPoint> points, double received)
    {
        int after = 0;
        while (after < points.Count && points[after].Received <= received)
        {
            after++;
        }

        if (after == 0 || after == points.Count)
        {
            return points[Math.Max(0, after - 1)].Factor;
        }

        var (low, high) = (points[after - 1], points[after]);
        return low.Factor + (high.Factor - low.Factor) * (received - low.Received) / (high.Received - low.Received);
    }
}
