namespace Thesis.OptEngine.Requests;

/// <summary>A place within reach and its great-circle distance in km.</summary>
public readonly record struct Neighbour(int Index, double Km);

/// <summary>
/// A k-d tree over places on the sphere (Bentley, 1975), as points of three dimensions: no date line and no poles to
/// mind. Finds the nearest places within a distance without looking at the others.
/// </summary>
public sealed class NearestNeighbours
{
    private const double EarthRadiusKm = 6371.0088;
    private readonly double[][] _points;
    private readonly int[] _order;

    /// <param name="places">Latitudes and longitudes in degrees.</param>
    public NearestNeighbours(IReadOnlyList<(double Latitude, double Longitude)> places)
    {
        _points = [.. places.Select(p => Point(p.Latitude, p.Longitude))];
        _order = [.. Enumerable.Range(0, _points.Length)];
        Build(0, _order.Length, 0);
    }

    /// <summary>The nearest places for which <paramref name="eligible"/> holds, nearest first, equals by index.</summary>
    /// <param name="latitude">Degrees.</param>
    /// <param name="longitude">Degrees.</param>
    /// <param name="maxKm">Great-circle distance not to exceed.</param>
    /// <param name="most">Most places to return.</param>
    /// <param name="eligible">Which places count.</param>
    public IReadOnlyList<Neighbour> Find(double latitude, double longitude, double maxKm, int most, Func<int, bool> eligible)
    {
        double chord = 2 * Math.Sin(Math.Min(maxKm / (2 * EarthRadiusKm), Math.PI / 2));
        var search = new Search(Point(latitude, longitude), most, eligible, chord * chord * (1 + 1e-12));
        Visit(search, 0, _order.Length, 0);
        var found = new List<Neighbour>(search.Found.Count);
        while (search.Found.TryDequeue(out int index, out var rank))
        {
            found.Add(new Neighbour(index, 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(rank.Squared) / 2))));
        }

        found.Reverse();
        return found;
    }

    private void Build(int low, int high, int depth)
    {
        if (high - low < 2)
        {
            return;
        }

        int axis = depth % 3, middle = (low + high) / 2;
        Array.Sort(_order, low, high - low, Comparer<int>.Create((a, b) =>
            _points[a][axis] != _points[b][axis] ? _points[a][axis].CompareTo(_points[b][axis]) : a.CompareTo(b)));
        Build(low, middle, depth + 1);
        Build(middle + 1, high, depth + 1);
    }

    private void Visit(Search search, int low, int high, int depth)
    {
        if (low >= high)
        {
            return;
        }

        int axis = depth % 3, middle = (low + high) / 2, place = _order[middle];
        double across = search.From[axis] - _points[place][axis];
        var (near, far) = across < 0 ? ((low, middle), (middle + 1, high)) : ((middle + 1, high), (low, middle));
        Visit(search, near.Item1, near.Item2, depth + 1);
        search.Offer(place, Squared(search.From, _points[place]));
        if (across * across <= search.Reach)
        {
            Visit(search, far.Item1, far.Item2, depth + 1);
        }
    }

    private static double[] Point(double latitude, double longitude)
    {
        double phi = latitude * Math.PI / 180, lambda = longitude * Math.PI / 180;
        return [Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi)];
    }

    private static double Squared(double[] a, double[] b) =>
        (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]) + (a[2] - b[2]) * (a[2] - b[2]);

    private sealed class Search(double[] from, int most, Func<int, bool> eligible, double limit)
    {
        public double[] From => from;

        /// <summary>Squared chord beyond which nothing is of interest.</summary>
        public double Reach { get; private set; } = limit;

        /// <summary>The best so far, the worst of them first.</summary>
        public PriorityQueue<int, (double Squared, int Index)> Found { get; } =
            new(Comparer<(double, int)>.Create((a, b) => b.CompareTo(a)));

        public void Offer(int place, double squared)
        {
            if (squared > Reach || !eligible(place))
            {
                return;
            }

            Found.Enqueue(place, (squared, place));
            if (Found.Count > most)
            {
                Found.Dequeue();
            }

            if (Found.Count == most && Found.TryPeek(out _, out var worst))
            {
                Reach = Math.Min(Reach, worst.Squared);
            }
        }
    }
}
