using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Solving.Bounds;

/// <content>
/// Whose turn it is: NGOs that have prices in common must not be swept at once. NGOs of consecutive numbers form
/// quarters, which are swept side by side; who shares a donation with an earlier quarter waits for the next turn. Where
/// numbers follow places, that is who lives near a border. Quarters and turns depend on the columns alone, never on threads.
/// </summary>
internal sealed partial class BundleMaster
{
    private const int QuarterNgos = 64, MostTurns = 4;
    private readonly List<Turn> _turns = [];
    private int[] _owner = [];

    /// <summary>Deals the NGOs out to turns, by the columns they have now.</summary>
    private void TakeTurns()
    {
        _turns.Clear();
        int quarters = (_ngos + QuarterNgos - 1) / QuarterNgos;
        List<int> waiting = [.. Enumerable.Range(0, _ngos)];
        while (waiting.Count > 0)
        {
            // What remains after the last turn is little, and goes one by one.
            bool together = quarters > 1 && _turns.Count < MostTurns;
            waiting = together ? Deal(waiting, quarters) : Finish(waiting);
        }
    }

    private List<int> Deal(List<int> waiting, int quarters)
    {
        if (_owner.Length == 0)
        {
            _owner = new int[_donations];
        }

        Array.Fill(_owner, int.MaxValue);
        foreach (int n in waiting)
        {
            Claim(n);
        }

        var later = new List<int>();
        var turn = new Turn([], new int[quarters + 1]);
        foreach (int n in waiting)
        {
            if (Owns(n))
            {
                turn.Ngos.Add(n);
                turn.Start[n / QuarterNgos + 1] = turn.Ngos.Count;
            }
            else
            {
                later.Add(n);
            }
        }

        for (int q = 1; q <= quarters; q++)
        {
            turn.Start[q] = Math.Max(turn.Start[q], turn.Start[q - 1]);
        }

        _turns.Add(turn);
        return later;
    }

    private List<int> Finish(List<int> waiting)
    {
        _turns.Add(new Turn(waiting, [0, waiting.Count]));
        return [];
    }

    /// <summary>Gives an NGO's quarter the donations that no earlier one has.</summary>
    private void Claim(int ngo)
    {
        foreach (var column in _blocks[ngo])
        {
            foreach (ref readonly var part in column.Parts.AsSpan())
            {
                _owner[part.Donation] = Math.Min(_owner[part.Donation], ngo / QuarterNgos);
            }
        }
    }

    private bool Owns(int ngo)
    {
        foreach (var column in _blocks[ngo])
        {
            foreach (ref readonly var part in column.Parts.AsSpan())
            {
                if (_owner[part.Donation] != ngo / QuarterNgos)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void SweepNgos(double least)
    {
        foreach (var turn in _turns)
        {
            _crew.Run(turn.Start.Length - 1, (_, quarter) =>
            {
                foreach (int n in CollectionsMarshal.AsSpan(turn.Ngos)[turn.Start[quarter]..turn.Start[quarter + 1]])
                {
                    Balance(n, least);
                }
            });
        }
    }

    /// <summary>NGOs that are swept in one go, by quarter.</summary>
    private readonly record struct Turn(List<int> Ngos, int[] Start);
}
