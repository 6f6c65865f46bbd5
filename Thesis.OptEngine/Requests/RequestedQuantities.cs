using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>What a request has to give and can take, in grams, once the decisions that stand have had their share.</summary>
internal sealed class RequestedQuantities
{
    public RequestedQuantities(AllocationRequest request)
    {
        Capacity = [.. request.Ngos.Select(n => Grams(n.StorageCapacity))];
        Slots = [.. request.Ngos.Select(n => SlotsOf(n, request.MaximumSources))];
        Supply = [.. request.Foods.Select(f => Grams(f.RemainingQuantity))];
        Lot = [.. request.Foods.Select(f => Math.Max(1, LotOf(Math.Max(request.MinimumAllocation, f.SmallestLot))))];
        Ngos = Numbers(request.Ngos.Select(n => n.Id));
        Foods = Numbers(request.Foods.Select(f => f.Id));
        ClassLimit = ClassLimits(request);
        Fixed = TakeFixed(request);
    }

    public long[] Capacity { get; }
    public int[] Slots { get; }
    public long[] Supply { get; }
    public long[] Lot { get; }

    /// <summary>Grams an NGO can store of each class, by <see cref="StorageClass.Names"/>; null where the request limits none.</summary>
    public long[]?[] ClassLimit { get; }

    /// <summary>Numbers of the NGOs by id.</summary>
    public IReadOnlyDictionary<long, int> Ngos { get; }

    /// <summary>Numbers of the donations by id.</summary>
    public IReadOnlyDictionary<long, int> Foods { get; }

    /// <summary>The decisions that stand.</summary>
    public IReadOnlyList<Model.Allocation> Fixed { get; }

    /// <summary>What is wrong with the decisions that stand; null if they fit.</summary>
    public string? Fault { get; private set; }

    private List<Model.Allocation> TakeFixed(AllocationRequest request)
    {
        var taken = new List<Model.Allocation>();
        var pairs = new HashSet<(int, int)>();
        for (int i = 0; i < request.Fixed.Count; i++)
        {
            var lot = request.Fixed[i];
            if (!Ngos.TryGetValue(lot.NgoId, out int n) || !Foods.TryGetValue(lot.FoodDonationId, out int d))
            {
                Fault ??= $"fixed[{i}]: NGO {lot.NgoId} or donation {lot.FoodDonationId} is not part of the request; send both, or leave the lot out.";
                continue;
            }

            long grams = Grams(lot.Quantity);
            int type = StorageClass.NumberOf(StorageClass.Of(request.Foods[d]));
            Supply[d] -= grams;
            Capacity[n] -= grams;
            Slots[n]--;
            if (ClassLimit[n] is { } limits)
            {
                limits[type] -= grams;
            }

            if (grams <= 0 || Supply[d] < 0 || Capacity[n] < 0 || Slots[n] < 0 || ClassLimit[n]?[type] < 0 || !pairs.Add((d, n)))
            {
                Fault ??= $"fixed[{i}].quantity: {lot.Quantity} kg do not fit what donation {lot.FoodDonationId} has and NGO {lot.NgoId} can take; send what was decided, once.";
            }

            taken.Add(new Model.Allocation(d, n, grams));
        }

        return taken;
    }

    private static long[]?[] ClassLimits(AllocationRequest request) =>
        [.. request.Ngos.Select(n => n.StorageLimits.Count == 0 ? null : ClassLimits(n))];

    private static long[] ClassLimits(NGO ngo)
    {
        long whole = Grams(ngo.StorageCapacity);
        var limits = StorageClass.Names.Select(_ => whole).ToArray();
        foreach (var limit in ngo.StorageLimits)
        {
            limits[StorageClass.NumberOf(limit.StorageClass)] = Math.Min(whole, Grams(limit.Capacity));
        }

        return limits;
    }

    private static int SlotsOf(NGO ngo, int maximumSources) =>
        maximumSources == 0 ? ngo.Slots : Math.Min(ngo.Slots, Math.Max(0, maximumSources - ngo.SourcesUsed));

    private static Dictionary<long, int> Numbers(IEnumerable<long> ids) =>
        ids.Select((id, number) => (id, number)).ToDictionary(pair => pair.id, pair => pair.number);

    private static long Grams(double kg) => Quantity.Grams((decimal)kg);

    /// <summary>A smallest lot in whole grams, rounded up.</summary>
    private static long LotOf(double kg) => (long)decimal.Ceiling((decimal)kg * 1000m);
}
