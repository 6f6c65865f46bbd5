namespace Thesis.Services.Donations.Domain;

/// <summary>How far a donation has come, in the words that people use; it follows from its status and its balance.</summary>
public static class DonationStage
{
    public static IReadOnlyList<string> All { get; } =
        ["draft", "published", "partly_allocated", "allocated", "picked_up", "closed", "expired", "withdrawn"];

    public static string Of(Donation donation) => donation.Status switch
    {
        DonationStatus.Draft => "draft",
        DonationStatus.Cancelled => "withdrawn",
        DonationStatus.Expired => "expired",
        DonationStatus.Completed => "closed",
        DonationStatus.Allocated => donation.Balance.InTransitGrams == donation.Balance.ReservedGrams ? "picked_up" : "allocated",
        _ => donation.Balance.SpokenForGrams > 0 ? "partly_allocated" : "published",
    };
}
