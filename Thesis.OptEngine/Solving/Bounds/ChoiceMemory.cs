using System.Runtime.InteropServices;

namespace Thesis.OptEngine.Solving.Bounds;

/// <summary>
/// What NGOs chose in an evaluation, found again by a fingerprint of the whole subproblem: rates, limits, costs and
/// prices. A subproblem that is the same, to a chance of 2⁻⁶⁴ that another has its fingerprint, has the same bound, whatever
/// became of the rest of the problem; so a small change needs only the choices near it to be made anew.
/// </summary>
internal sealed class ChoiceMemory(int ngos)
{
    private readonly Dictionary<ulong, int> _places = new(ngos);
    private readonly List<(KnownChoice Choice, int From)> _choices = new(ngos);
    private readonly List<(int Item, double Grams)> _items = [];

    /// <summary>Mixes a number into a fingerprint.</summary>
    public static ulong Mix(ulong print, double number) => Mix(print, BitConverter.DoubleToUInt64Bits(number));

    /// <inheritdoc cref="Mix(ulong, double)"/>
    public static ulong Mix(ulong print, ulong number)
    {
        ulong mixed = (print ^ number) * 0x9E3779B97F4A7C15;
        return mixed ^ (mixed >> 29);
    }

    /// <summary>Begins the record of a choice; its items follow.</summary>
    public void Add(ulong print, KnownChoice choice)
    {
        _places[print] = _choices.Count;
        _choices.Add((choice, _items.Count));
    }

    /// <summary>Adds an item to the choice begun last: its place among the items of the subproblem, and its grams.</summary>
    public void AddItem(int item, double grams) => _items.Add((item, grams));

    /// <summary>The choice with a fingerprint, if there is one: items in ascending order.</summary>
    public bool TryFind(ulong print, out KnownChoice choice, out ReadOnlySpan<(int Item, double Grams)> items)
    {
        choice = default;
        items = [];
        if (!_places.TryGetValue(print, out int place))
        {
            return false;
        }

        (choice, int from) = _choices[place];
        int to = place + 1 < _choices.Count ? _choices[place + 1].From : _items.Count;
        items = CollectionsMarshal.AsSpan(_items)[from..to];
        return true;
    }
}

/// <summary>What is known of an NGO's choice.</summary>
/// <param name="Value">What no choice is worth more than.</param>
/// <param name="CapacityPrice">A guess at the price of a gram of its capacity.</param>
/// <param name="Bar">What an arc had to score at that price to be chosen.</param>
/// <param name="Room">How far below an arc may score and still matter.</param>
internal readonly record struct KnownChoice(double Value, double CapacityPrice, double Bar, double Room);
