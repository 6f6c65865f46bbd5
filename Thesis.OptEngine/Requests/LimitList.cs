using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Requests;

/// <summary>Limits by kind, each with the number of pairs it concerns and the pair that speaks for all: the one that
/// lifting the limit gains most for, the first among equals.</summary>
internal sealed class LimitList
{
    private const int Most = 4;
    private readonly List<Limit> _limits = [];

    public bool IsEmpty => _limits.Count == 0;

    /// <summary>Whether lifting one of the limits would bring anything.</summary>
    public bool HasRemedy => _limits.Exists(limit => limit.Gain > 0);

    public void Add(Limit limit)
    {
        limit.Pairs = 1;
        int at = _limits.FindIndex(l => l.Kind == limit.Kind);
        if (at < 0)
        {
            _limits.Add(limit);
            return;
        }

        limit.Pairs += _limits[at].Pairs;
        if (IsCloser(limit, _limits[at]))
        {
            _limits[at] = limit;
        }
        else
        {
            _limits[at].Pairs = limit.Pairs;
        }
    }

    /// <summary>The limits of an NGO: first what would bring most.</summary>
    public IEnumerable<Limit> ByGain() => Ordered(limit => limit.Gain);

    /// <summary>The limits of a donation: first what keeps most NGOs away that could take it.</summary>
    public IEnumerable<Limit> ByPairs() => Ordered(limit => limit.Pairs);

    private IEnumerable<Limit> Ordered(Func<Limit, double> weight) => _limits
        .OrderBy(Rank)
        .ThenByDescending(weight)
        .ThenByDescending(limit => limit.Pairs)
        .ThenBy(limit => limit.Kind, StringComparer.Ordinal)
        .Take(Most);

    /// <summary>What could be helped says more than what could not, and too far away is whatever is far enough.</summary>
    private static int Rank(Limit limit) => limit.Kind switch
    {
        "search" => 0,
        "capacity" or "slots" or "storage_capacity" => limit.Gain > 0 ? 1 : 2,
        "outbid" => 3,
        "candidates" => 5,
        "distance" => 6,
        _ => 4,
    };

    private static bool IsCloser(Limit one, Limit other) =>
        one.Kind == "outbid" ? one.Bid - one.Price > other.Bid - other.Price : one.Gain > other.Gain;
}
