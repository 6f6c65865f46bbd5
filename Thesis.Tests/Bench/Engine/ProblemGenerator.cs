using System.Globalization;

namespace Thesis.Bench.Engine;

/// <summary>
/// Makes problems of the engine's family on a plane of cities, the same for the same name everywhere. Towns are normal clouds
/// (deviation 6 to 16 km) of unequal weight; donations are lognormal around 70 kg and keep for an hour to three days; NGOs
/// share a capacity of <c>tight</c> times the supply, lognormally. A donation reaches up to 40 of the nearest NGOs within 60 km
/// of road (1.3 times the distance, at 40 km/h after 15 minutes) before it spoils. A kg is worth priority × preference ×
/// need × urgency; a trip costs by the km. <c>base</c>: 0.5 a km, lots from 10 kg, tight 0.75, 1.25 slots a donation over all
/// NGOs; <c>hard</c>: 2.0 a km, lots from 20 kg, tight 0.60, 0.9 slots; <c>slots</c>: as base, 0.5 slots a donation;
/// <c>full</c>: as base, but tight 0.10;
/// <c>classes</c>: as base, food of three storage classes, of each of which an NGO takes 15 to 35 % of its capacity.
/// </summary>
internal sealed class ProblemGenerator
{
    private const int Foods = 8, MostCandidates = 40, StorageClasses = 3;
    private const double MaxKm = 60, RoadFactor = 1.3, Speed = 40, HandlingHours = 0.25, KmPerDegree = 111;
    private static readonly double[] Lives = [1, 2, 4, 8, 24, 48, 72];
    private readonly Xorshift _random;
    private readonly ProblemSize _size;
    private readonly (double Cost, double Lot, double Tight, double Slots) _variant;
    private readonly int _classes;
    private readonly (double X, double Y, double Spread, double Share)[] _cities;

    /// <param name="name">Name of the problem, of its size and variant; it says what is drawn.</param>
    /// <param name="size">Its size, where the name has none that is known.</param>
    public ProblemGenerator(string name, ProblemSize? size = null)
    {
        _size = size ?? ProblemSize.Of(name);
        _variant = name[(name.LastIndexOf('-') + 1)..] switch
        {
            "full" => (0.5, 10, 0.10, 1.25),
            "hard" => (2.0, 20, 0.60, 0.9),
            "slots" => (0.5, 10, 0.75, 0.5),
            _ => (0.5, 10, 0.75, 1.25),
        };
        _classes = name.EndsWith("classes", StringComparison.Ordinal) ? StorageClasses : 0;
        _random = new Xorshift(name);
        var side = 110 * Math.Sqrt(_size.Cities);
        _cities = [.. Enumerable.Range(1, _size.Cities).Select(rank => (_random.Next() * side, _random.Next() * side, 6 + 10 * _random.Next(), Math.Pow(rank, -0.7)))];
    }

    /// <summary>Writes the problem as the engine reads it.</summary>
    public void Write(string file)
    {
        var donations = Enumerable.Range(0, _size.Donations).Select(_ => Donation()).ToArray();
        var ngos = Ngos(donations.Sum(d => d.Kg));
        var arcs = donations.SelectMany((donation, d) => Arcs(d, donation, ngos)).ToList();
        using var writer = new StreamWriter(file);
        writer.WriteLine(Text($"{donations.Length} {ngos.Length} {arcs.Count} {_variant.Lot}{(_classes > 0 ? $" {_classes}" : "")}"));
        foreach (var d in donations)
        {
            writer.WriteLine(Text($"{d.Kg} {Degrees(d.X, d.Y)} {d.Food} {d.Hours}{(_classes > 0 ? $" {d.Food % _classes}" : "")}"));
        }
        foreach (var n in ngos)
        {
            writer.WriteLine(Text($"{n.Kg} {n.Slots} {Degrees(n.X, n.Y)} {n.Priority}{Limits(n)}"));
        }
        arcs.ForEach(writer.WriteLine);
    }

    private string Limits(NgoSpot ngo) =>
        string.Concat(Enumerable.Range(0, _classes).Select(_ => Text($" {Math.Round(ngo.Kg * (0.15 + 0.2 * _random.Next()), 1)}")));

    private DonationSpot Donation()
    {
        var (x, y) = Place();
        var kg = Math.Round(Math.Clamp(70 * Math.Exp(0.9 * _random.Normal()), _variant.Lot, 2000), 1);
        return new DonationSpot(kg, x, y, _random.Below(Foods), Lives[_random.Below(Lives.Length)]);
    }

    private NgoSpot[] Ngos(double supply)
    {
        var shares = Enumerable.Range(0, _size.Ngos).Select(_ => Math.Exp(0.6 * _random.Normal())).ToArray();
        var unit = _variant.Tight * supply / shares.Sum();
        return [.. shares.Select(share =>
        {
            var (x, y) = Place();
            var slots = Math.Max(2, (int)Math.Round(_variant.Slots * _size.Donations / _size.Ngos * (0.6 + 0.8 * _random.Next())));
            int[] priorities = [1, 2, 2, 3, 3, 3, 4, 5];
            double[] tastes = [0.6, 1, 1, 1.3];
            return new NgoSpot(
                Math.Round(Math.Max(_variant.Tight < 0.5 ? _variant.Lot : 60, share * unit), 1), slots, x, y, priorities[_random.Below(priorities.Length)],
                [.. Enumerable.Range(0, Foods).Select(_ => tastes[_random.Below(tastes.Length)])], 0.8 + 0.4 * _random.Next());
        })];
    }

    private List<string> Arcs(int number, DonationSpot donation, NgoSpot[] ngos)
    {
        var reach = Math.Min(MaxKm, (donation.Hours - HandlingHours) * Speed);
        var near = ngos
            .Select((ngo, n) => (Km: RoadFactor * Math.Sqrt((ngo.X - donation.X) * (ngo.X - donation.X) + (ngo.Y - donation.Y) * (ngo.Y - donation.Y)), n))
            .Where(pair => pair.Km <= reach)
            .OrderBy(pair => pair)
            .Take(MostCandidates / 2 + _random.Below(MostCandidates / 2 + 1));
        var arcs = new List<string>();
        foreach (var (km, n) in near)
        {
            var (ngo, upper) = (ngos[n], Math.Min(donation.Kg, ngos[n].Kg));
            var urgency = 1.5 - 0.5 * Math.Min(1, donation.Hours / 48);
            var value = Math.Round((0.75 + 0.25 * ngo.Priority) * ngo.Tastes[donation.Food] * ngo.Need * urgency, 4);
            var cost = Math.Round(_variant.Cost * km, 4);
            if (upper >= _variant.Lot && value * upper > cost)
            {
                arcs.Add(Text($"{number} {n} {value} {cost} {upper}"));
            }
        }
        return arcs;
    }

    private (double X, double Y) Place()
    {
        var drawn = _random.Next() * _cities.Sum(city => city.Share);
        var at = 0;
        while (at < _cities.Length - 1 && (drawn -= _cities[at].Share) > 0)
        {
            at++;
        }
        var spread = _cities[at].Spread * (_random.Next() < 0.15 ? 2.5 : 1);
        return (_cities[at].X + spread * _random.Normal(), _cities[at].Y + spread * _random.Normal());
    }

    private static string Degrees(double x, double y) => Text($"{20 + y / KmPerDegree:0.000000} {77 + x / KmPerDegree / Math.Cos(Math.PI / 9):0.000000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record DonationSpot(double Kg, double X, double Y, int Food, double Hours);

    private sealed record NgoSpot(double Kg, int Slots, double X, double Y, int Priority, double[] Tastes, double Need);

    /// <summary>xorshift64* (Vigna, 2016), seeded by a name.</summary>
    private sealed class Xorshift(string name)
    {
        private ulong _state = name.Aggregate(0xCBF29CE484222325, (hash, letter) => (hash ^ letter) * 0x100000001B3) | 1;

        public double Next()
        {
            _state ^= _state >> 12;
            _state ^= _state << 25;
            _state ^= _state >> 27;
            return (_state * 0x2545F4914F6CDD1D >> 11) * (1.0 / (1UL << 53));
        }

        public int Below(int count) => (int)(Next() * count);

        public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
    }
}
