using Thesis.Contracts.Allocation.V1;

namespace Thesis.OptEngine.Requests;

/// <summary>The storage classes that requests name.</summary>
internal static class StorageClass
{
    private const string Usual = "ambient";

    public static readonly IReadOnlyList<string> Names = [Usual, "chilled", "frozen"];

    private static readonly Dictionary<string, int> Numbers =
        Names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);

    /// <summary>The class a donation needs; ambient when it names none.</summary>
    public static string Of(FoodDonation food) => food.StorageClass == "" ? Usual : food.StorageClass;

    /// <summary>The number of a class that <see cref="RequestCheck"/> let pass.</summary>
    public static int NumberOf(string name) => Numbers[name];
}
