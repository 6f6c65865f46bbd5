using Google.Protobuf.Collections;
using Thesis.Contracts.Allocation.V1;
using Thesis.OptEngine.Model;

namespace Thesis.OptEngine.Requests;

/// <summary>A request whose foods and NGOs follow each other along a <see cref="HilbertCurve"/>: quicker to solve, and the
/// answer does not depend on the order in which the caller lists those in different places.</summary>
internal static class PlacedRequest
{
    /// <summary>A copy of a request in the order of its places; the caller's stays as it was.</summary>
    public static AllocationRequest Of(AllocationRequest request)
    {
        var placed = request.Clone();
        var foods = request.Foods.Select(food => (food.Latitude, food.Longitude)).ToList();
        var ngos = request.Ngos.Select(ngo => (ngo.Latitude, ngo.Longitude)).ToList();
        var curve = new HilbertCurve([.. foods, .. ngos]);
        Reorder(placed.Foods, curve.Order(foods));
        Reorder(placed.Ngos, curve.Order(ngos));
        return placed;
    }

    private static void Reorder<T>(RepeatedField<T> list, int[] order)
    {
        var given = list.ToArray();
        list.Clear();
        list.AddRange(order.Select(i => given[i]));
    }
}
