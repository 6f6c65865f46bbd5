using Thesis.OptEngine.Model;
using Thesis.OptEngine.Solving.Bounds;
using Thesis.OptEngine.Solving.Search;

namespace Thesis.OptEngine.Solving.Exact;

/// <summary>
/// Closes small problems: best-first branch and bound on whether an arc is used, with the <see cref="LevelRelaxation"/>
/// as bound. A node starts from the prices of its parent, decides by their reduced values what arcs it can, and
/// branches on the arc that its choices agree on least. Everything is decided by work done, nothing by the clock.
/// </summary>
internal sealed class BranchAndBound
{
    private const int MostOpenNodes = 20_000, MostIterations = 30, LeastIterations = 3, IterationsWithoutGain = 4;
    private const long OperationsPerArcShipped = 300;
    private const double OptimalGap = 4e-7, SlackPart = 0.02, LeastGain = 0.01;
    private readonly AllocationProblem _problem;
    private readonly LevelRelaxation _relaxation;
    private readonly Func<bool> _interrupted;
    private readonly BundleMethod _method;
    private readonly double[] _used;
    private readonly PriorityQueue<Node, (double Bound, int Number)> _open = new();
    private readonly List<int> _arcs = [], _decided = [];
    private int _numbers;
    private long _shipped;

    /// <param name="problem">The problem.</param>
    /// <param name="root">Its bound, as good as it gets.</param>
    /// <param name="interrupted">Asked on any thread; true stops an evaluation.</param>
    public BranchAndBound(AllocationProblem problem, LevelBound root, Func<bool> interrupted)
    {
        (_problem, _relaxation, _interrupted, Bound, _used) = (problem, root.Relaxation, interrupted, root.Bound, new double[problem.ArcCount]);
        var prices = root.Prices.ToArray();
        _method = root.Lend();
        Push(new Node(null, -1, false, root.Bound, prices));
    }

    /// <summary>The best solution known and its value.</summary>
    public Delivery[] Best { get; private set; } = [];

    public double Value { get; private set; }

    /// <summary>Proven upper bound on every solution.</summary>
    public double Bound { get; private set; }

    /// <summary>Nodes looked at.</summary>
    public int Nodes { get; private set; }

    /// <summary>Whether the best solution is proven to be one, or the tree has grown beyond its bounds.</summary>
    public bool IsDone => _open.Count == 0 || _open.Count > MostOpenNodes;

    /// <summary>Elementary operations since the start, for the work meter.</summary>
    public long Operations => RelaxationOperations + _shipped;

    /// <summary>Those of them that its bounds took.</summary>
    public long RelaxationOperations => _relaxation.Operations + _method.Operations;

    private double Enough => Value + OptimalGap * Math.Abs(Value);

    /// <summary>Takes over a solution found elsewhere, if it is better.</summary>
    public void Learn(Delivery[] best, double value) => (Best, Value) = value > Value ? (best, value) : (Best, Value);

    /// <summary>Looks at the most promising node. Must not be called when done.</summary>
    public void Step()
    {
        var node = _open.Dequeue();
        Nodes++;
        if (node.Bound > Enough && !Explore(node))
        {
            Push(node); // Interrupted: the node stays open, for the bound's sake.
        }

        _open.TryPeek(out var next, out _);
        Bound = Math.Min(Bound, Math.Max(Enough, next?.Bound ?? 0));
    }

    /// <summary>Bounds a node and divides it unless it is settled; false when interrupted.</summary>
    private bool Explore(Node node)
    {
        Enter(node);
        var prices = node.Prices;
        double bound = Tighten(node, ref prices);
        bool whole = !_interrupted();
        if (whole && bound > Enough)
        {
            _decided.Clear();
            bound = Least(bound, _relaxation.Decide(prices, Enough, _used, _decided, _interrupted));
            Divide(node, bound, prices);
            foreach (int a in _decided)
            {
                _relaxation.Limits.Free(a);
            }
        }

        Leave(node);
        return whole;
    }

    /// <summary>The node's bound from its parent's prices.</summary>
    private double Tighten(Node node, ref double[] prices)
    {
        Array.Resize(ref prices, _relaxation.Dimensions);
        double best = node.Bound;
        if (_method.Restart(prices, SlackPart * (node.Bound - Enough) / node.Bound))
        {
            for (int i = 0, stale = 0; i < MostIterations && stale < IterationsWithoutGain && _method.Best > Enough && !_interrupted(); i++)
            {
                double before = _method.Best;
                _method.Iterate(Enough);
                stale = _method.Best < before - LeastGain * (before - Enough) || i < LeastIterations ? 0 : stale + 1;
            }

            prices = _method.Prices.ToArray();
            _method.Usage(_used);
        }

        return Least(best, _method.Best);
    }

    private void Divide(Node node, double bound, double[] prices)
    {
        Offer();
        if (bound <= Enough)
        {
            return;
        }

        // What was decided for the node holds for its children: it becomes a chain of settled nodes above them.
        var parent = node;
        foreach (int a in _decided)
        {
            parent = new Node(parent, a, _relaxation.Limits.IsOpen(a), bound, prices);
        }

        int arc = BranchingArc();
        if (arc >= 0)
        {
            _relaxation.Activate(arc);
            Push(new Node(parent, arc, true, bound, prices));
            Push(new Node(parent, arc, false, bound, prices));
        }
    }

    /// <summary>Tries the deliveries that are decided or chosen more often than not.</summary>
    private void Offer()
    {
        _arcs.Clear();
        for (int a = 0; a < _used.Length; a++)
        {
            if (_relaxation.Limits.IsOpen(a) || (_used[a] > 0.5 && !_relaxation.Limits.IsClosed(a)))
            {
                _arcs.Add(a);
            }
        }

        _shipped += OperationsPerArcShipped * _arcs.Count;
        if (BestGrams.Ship(_problem, _arcs) is { } shipped)
        {
            Learn(shipped.Deliveries, shipped.Value);
        }
    }

    /// <summary>The free arc that promises to move the bound most on both sides, by what hangs on it and how far the
    /// mixtures are from either; −1 if every arc is decided.</summary>
    private int BranchingArc()
    {
        int arc = -1;
        double highest = 0;
        for (int a = 0; a < _used.Length; a++)
        {
            if (_relaxation.Limits.IsFree(a))
            {
                double stake = _problem.ArcValue[a] * 0.001 * _problem.ArcUpper[a];
                double score = stake * stake * (Math.Max(0, _used[a] * (1 - _used[a])) + 1e-9);
                if (score > highest)
                {
                    (arc, highest) = (a, score);
                }
            }
        }

        return arc;
    }

    /// <summary>The lower of two bounds; one that is no number bounds nothing.</summary>
    private static double Least(double bound, double other) => other < bound ? other : bound;

    private void Push(Node node) => _open.Enqueue(node, (-node.Bound, -_numbers++));

    private void Enter(Node node)
    {
        for (var n = node; n.Parent is not null; n = n.Parent)
        {
            _relaxation.Limits.Set(n.Arc, open: n.IsUsed);
        }
    }

    private void Leave(Node node)
    {
        for (var n = node; n.Parent is not null; n = n.Parent)
        {
            _relaxation.Limits.Free(n.Arc);
        }
    }

    private sealed record Node(Node? Parent, int Arc, bool IsUsed, double Bound, double[] Prices);
}
