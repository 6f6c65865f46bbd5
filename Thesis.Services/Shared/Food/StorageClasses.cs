namespace Thesis.Services.Shared.Food;

/// <summary>How food must be kept: ambient, chilled or frozen.</summary>
public static class StorageClasses
{
    public const string Ambient = "ambient";
    public const string Chilled = "chilled";
    public const string Frozen = "frozen";

    public static IReadOnlyList<string> All { get; } = [Ambient, Chilled, Frozen];

    public static bool IsKnown(string? storageClass) => storageClass is not null && All.Contains(storageClass);
}
