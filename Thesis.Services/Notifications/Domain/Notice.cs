namespace Thesis.Services.Notifications.Domain;

/// <summary>The kinds that people choose by; those of the users service.</summary>
public static class NoticeKinds
{
    public const string OrderProposed = "order_proposed";
    public const string OrderChanged = "order_changed";
    public const string OrderToDrive = "order_to_drive";
    public const string DonationAllocated = "donation_allocated";
    public const string ChatMessage = "chat_message";
}

/// <summary>Whom something concerns.</summary>
public enum Audience
{
    /// <summary>Who manages the NGO.</summary>
    Ngo,

    /// <summary>Who manages the donor.</summary>
    Donor,

    /// <summary>The driver who has, or had, the order.</summary>
    Driver,

    /// <summary>Drivers on shift in the region, who were asked longest ago.</summary>
    FreeDrivers,
}

/// <summary>Something that people are told.</summary>
/// <param name="Text">The name of its text in the message files.</param>
/// <param name="NotAfter">Later it is of no use; null for never.</param>
public sealed record Notice(Audience Audience, string Kind, string Text, DateTimeOffset? NotAfter = null);
