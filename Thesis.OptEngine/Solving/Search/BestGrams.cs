using Google.OrTools.Graph;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Solving.Search;

/// <summary>
/// The best grams for a given set of deliveries, exactly: a flow of least cost from donations, by way of storage classes where
/// they are told apart, to NGOs, on top of every delivery's smallest lot (OR-Tools' cost-scaling push-relabel). Capacities are
/// whole grams, so the optimum is whole too.
/// </summary>
internal static class BestGrams
{
    /// <summary>Reference nanoseconds that a delivery costs.</summary>
    public const long NanosecondsPerArc = 2_000;

    /// <summary>What the highest value per gram counts as: costs are whole numbers.</summary>
    private const double HighestCost = 1e9;

    /// <summary>The deliveries with their best grams and value; null if not even the smallest lots fit.</summary>
    public static (Delivery[] Deliveries, double Value)? Ship(AllocationProblem problem, IReadOnlyList<int> arcs)
    {
        var network = new Network(problem);
        double highest = 0;
        foreach (int a in arcs)
        {
            highest = Math.Max(highest, problem.ArcValue[a]);
            if (!network.Reserve(a))
            {
                return null;
            }
        }

        return network.Solve(arcs, highest > 0 ? HighestCost / highest : 1);
    }

    /// <summary>What is left of everything once each delivery has its smallest lot.</summary>
    private sealed class Network(AllocationProblem problem)
    {
        private readonly long[] _rest = problem.Supply.ToArray(), _room = problem.Capacity.ToArray(), _classRoom = problem.ClassLimits.ToArray();
        private readonly int[] _slots = problem.Slots.ToArray();

        private int NgoNode(int ngo) => problem.DonationCount + ngo;

        private int ClassNode(int place) => problem.DonationCount + problem.NgoCount + place;

        private int Sink => problem.DonationCount + problem.NgoCount + _classRoom.Length;

        /// <summary>Takes an arc's smallest lot and slot; false if there is no room for them.</summary>
        public bool Reserve(int arc)
        {
            int d = problem.ArcDonation[arc], n = problem.ArcNgo[arc];
            long lot = problem.MinLot[d];
            _rest[d] -= lot;
            _room[n] -= lot;
            bool fits = _rest[d] >= 0 && _room[n] >= 0 && --_slots[n] >= 0;
            return fits && (_classRoom.Length == 0 || (_classRoom[problem.ClassPlace(arc)] -= lot) >= 0);
        }

        public (Delivery[] Deliveries, double Value) Solve(IReadOnlyList<int> arcs, double scale)
        {
            using var flow = new MinCostFlow();
            var (given, received) = (new HashSet<int>(), new HashSet<int>());
            long supply = 0;
            foreach (int a in arcs)
            {
                int d = problem.ArcDonation[a], n = problem.ArcNgo[a];
                int to = _classRoom.Length == 0 ? NgoNode(n) : ClassNode(problem.ClassPlace(a));
                flow.AddArcWithCapacityAndUnitCost(d, to, problem.ArcUpper[a] - problem.MinLot[d], -(long)Math.Round(scale * problem.ArcValue[a]));
                if (given.Add(d))
                {
                    supply += _rest[d];
                }

                received.Add(to);
            }

            Drain(flow, given, received, supply);
            if (flow.Solve() != MinCostFlow.Status.OPTIMAL)
            {
                throw new InvalidOperationException("A flow of least cost was not found, although all of it may stay where it is.");
            }

            double value = 0;
            var deliveries = new Delivery[arcs.Count];
            for (int i = 0; i < deliveries.Length; i++)
            {
                int a = arcs[i];
                deliveries[i] = new Delivery(a, problem.MinLot[problem.ArcDonation[a]] + flow.Flow(i));
                value += problem.ArcValue[a] * 0.001 * deliveries[i].Grams - problem.ArcCost[a];
            }

            return (deliveries, value);
        }

        /// <summary>Lets flow what is received, and what is left over, to a common sink.</summary>
        private void Drain(MinCostFlow flow, HashSet<int> given, HashSet<int> received, long supply)
        {
            foreach (int d in given.Order())
            {
                flow.AddArcWithCapacityAndUnitCost(d, Sink, _rest[d], 0);
                flow.SetNodeSupply(d, _rest[d]);
            }

            var ngos = new SortedSet<int>();
            foreach (int node in received.Order())
            {
                int place = node - ClassNode(0), n = place < 0 ? node : NgoNode(place / problem.ClassCount);
                ngos.Add(n);
                if (place >= 0)
                {
                    flow.AddArcWithCapacityAndUnitCost(node, n, _classRoom[place], 0);
                }
            }

            foreach (int n in ngos)
            {
                flow.AddArcWithCapacityAndUnitCost(n, Sink, _room[n - problem.DonationCount], 0);
            }

            flow.SetNodeSupply(Sink, -supply);
        }
    }
}
