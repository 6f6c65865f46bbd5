namespace Thesis.OptEngine.Model;

/// <summary>
/// The order of places along Hilbert's curve (Mathematische Annalen 38, 1891), on which neighbours mostly follow each
/// other. Numbered so, what is searched together lies together in memory, and threads that search different quarters of
/// a city do not write to the same cache lines.
/// </summary>
internal sealed class HilbertCurve
{
    private const int Side = 1 << 16;
    private readonly double _south = double.PositiveInfinity, _west = double.PositiveInfinity, _height, _width;

    /// <param name="places">All places that are to be compared, in degrees.</param>
    public HilbertCurve(IEnumerable<(double Latitude, double Longitude)> places)
    {
        double north = double.NegativeInfinity, east = double.NegativeInfinity;
        foreach (var (latitude, longitude) in places)
        {
            (_south, north) = (Math.Min(_south, latitude), Math.Max(north, latitude));
            (_west, east) = (Math.Min(_west, longitude), Math.Max(east, longitude));
        }

        (_height, _width) = (north - _south, east - _west);
    }

    /// <summary>The numbers of places in their order along the curve; of two in one spot the lower number first.</summary>
    public int[] Order(IReadOnlyList<(double Latitude, double Longitude)> places)
    {
        var order = new int[places.Count];
        var at = new (long Distance, int Number)[places.Count];
        for (int i = 0; i < order.Length; i++)
        {
            (order[i], at[i]) = (i, (Distance(Cell(places[i].Latitude - _south, _height), Cell(places[i].Longitude - _west, _width)), i));
        }

        Array.Sort(at, order);
        return order;
    }

    private static int Cell(double away, double length) => length > 0 ? (int)(away / length * (Side - 1)) : 0;

    /// <summary>How far along the curve a cell of the square lies.</summary>
    private static long Distance(int x, int y)
    {
        long distance = 0;
        for (int side = Side / 2; side > 0; side /= 2)
        {
            bool right = (x & side) != 0, upper = (y & side) != 0;
            distance += (long)side * side * ((right ? 3 : 0) ^ (upper ? 1 : 0));
            if (!upper)
            {
                (x, y) = right ? (Side - 1 - y, Side - 1 - x) : (y, x);
            }
        }

        return distance;
    }
}
